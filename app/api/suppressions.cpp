#include "app/api/suppressions.hpp"

#include "app/api/answers.hpp"
#include "app/api/json_body.hpp"
#include "app/store_access.hpp"

#include <boost/json/serialize.hpp>

namespace habeas::app::api {

namespace {

namespace json = boost::json;
using http::HttpResponse;

/// An address as the caller keeps it, and as it is understood here.
struct TypedAddress {
    std::string typed;
    core::EmailAddress address;
};

std::vector<TypedAddress> read_addresses(Fields& fields, int most) {
    std::vector<TypedAddress> addresses;
    auto const list = fields.list_of_texts("addresses");
    auto const typed = list.value_or(std::vector<std::string>{});
    if (list && typed.empty()) fields.mistake("addresses", "Name at least one address.");
    if (std::ssize(typed) > most)
        fields.mistake("addresses", "At most " + std::to_string(most) + " addresses in one call.");
    for (std::size_t index = 0; index < typed.size(); ++index) {
        auto address = core::EmailAddress::parse(typed[index]);
        if (address)
            addresses.push_back({typed[index], *std::move(address)});
        else
            fields.mistake("addresses." + std::to_string(index), address.error().message);
    }
    return addresses;
}

} // namespace

boost::asio::awaitable<HttpResponse> check_suppressions(Services& services, http::HttpRequest& request,
                                                        ApiCaller const&) {
    if (auto refusal = refuse_media_type(request)) co_return std::move(*refusal);
    auto const body = read_json(request);
    if (!body) co_return mistake(body.error());
    Fields fields(*body, services.configuration.limits.api_list_entries);
    auto addresses = read_addresses(fields, services.configuration.limits.suppression_check_addresses);
    auto const topic = fields.required_word<core::Topic>("topic");
    if (auto mistakes = fields.finish(); !mistakes.empty()) co_return mistake(core::fail(std::move(mistakes)).error());

    auto check = [addresses = std::move(addresses), topic](storage::Snapshot& snapshot) {
        json::array suppressed;
        // As it was sent: the caller looks for it in a list of their own, letter by letter.
        for (auto const& each : addresses)
            if (snapshot.is_suppressed(each.address, topic)) suppressed.push_back(json::value(each.typed));
        return suppressed;
    };
    auto work = read_store(services.store, std::move(check));
    auto suppressed = co_await std::move(work);
    auto const word = core::code(topic);
    co_return HttpResponse::json(200,
                                 json::serialize(json::object{{"topic", json::string_view(word.data(), word.size())},
                                                              {"suppressed", std::move(suppressed)}}));
}

boost::asio::awaitable<HttpResponse> make_unsubscribe_links(Services& services, http::HttpRequest& request,
                                                            ApiCaller const&) {
    if (auto refusal = refuse_media_type(request)) co_return std::move(*refusal);
    auto const body = read_json(request);
    if (!body) co_return mistake(body.error());
    Fields fields(*body, services.configuration.limits.api_list_entries);
    auto const addresses = read_addresses(fields, services.configuration.limits.suppression_check_addresses);
    if (auto mistakes = fields.finish(); !mistakes.empty()) co_return mistake(core::fail(std::move(mistakes)).error());
    json::array links;
    for (auto const& each : addresses)
        links.push_back(json::object{{"address", each.typed}, {"url", services.links.unsubscribe_url(each.address)}});
    co_return HttpResponse::json(200, json::serialize(json::object{{"links", std::move(links)}}));
}

} // namespace habeas::app::api
