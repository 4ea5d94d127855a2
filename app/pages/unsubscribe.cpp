#include "app/pages/unsubscribe.hpp"

#include "app/error_response.hpp"
#include "app/html/forms.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/masked_address.hpp"
#include "app/pages/requester_access.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/plain_words.hpp"
#include "app/store_access.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

using Topics = std::vector<core::Topic>;

Topics all_topics() {
    Topics topics;
    for (auto const& [topic, text] : core::words_of<core::Topic>())
        topics.push_back(topic);
    return topics;
}

/// The topics this address still gets.
Topics wanted_topics(storage::Snapshot& snapshot, core::EmailAddress const& address) {
    auto topics = all_topics();
    std::erase_if(topics, [&](core::Topic topic) { return snapshot.is_suppressed(address, topic); });
    return topics;
}

std::string labels_of(Topics const& topics) {
    std::string labels;
    for (auto const topic : topics)
        labels.append(labels.empty() ? "" : "; ").append(topic_words(topic));
    return labels;
}

HttpResponse show_unknown(Services const& services) {
    auto view = public_frame(services, "Stop e-mails");
    view.show("UNKNOWN");
    return show(services, 404, "pages/unsubscribe.html", view);
}

enum class Stage { ask, stopped };

/// `topics` are those that will stop, or no longer come.
HttpResponse show_unsubscribe(Services const& services, HttpRequest const& request, core::EmailAddress const& address,
                              Stage stage, Topics const& topics) {
    auto view = public_frame(services, "Stop e-mails");
    auto const token = std::string(mailed_token(request));
    view.text("ACTION", "/unsubscribe/" + token).text("TOPIC_LABEL", labels_of(topics));
    view.text("MASKED_ADDRESS", masked_address(address)).text("ALWAYS_SENT", always_sent_words());
    view.text("PREFERENCES_URL", "/preferences/" + token).show(stage == Stage::ask ? "ASK" : "STOPPED");
    return show(services, 200, "pages/unsubscribe.html", view);
}

/// A request that fulfils itself at once, unless there is nothing left to stop: doing it twice leaves one record.
core::Result<void> stop(storage::Transaction& transaction, Desk const& desk, core::EmailAddress const& address,
                        Topics const& topics, core::Stamp const& stamp) {
    auto still_wanted = wanted_topics(transaction, address);
    std::erase_if(still_wanted, [&](core::Topic topic) { return std::ranges::find(topics, topic) == topics.end(); });
    if (still_wanted.empty()) return {};
    core::NewRequest asked;
    asked.type = core::RequestType::unsubscribe;
    asked.channel = core::Channel::unsubscribe_link;
    asked.subject.email = address;
    asked.topics = std::move(still_wanted);
    asked.received_at = stamp.at;
    asked.received_on = stamp.on;
    auto done = desk.submit(transaction, asked, stamp);
    if (!done) return std::unexpected(std::move(done.error()));
    return {};
}

auto stop_topics(Services& services, core::EmailAddress const& address, Topics topics) {
    auto const stamp = services.stamp(core::Actor::requester());
    return write_store(services.store, [&desk = services.desk, address, topics = std::move(topics),
                                        stamp](storage::Transaction& transaction) {
        return stop(transaction, desk, address, topics, stamp);
    });
}

enum class Saved { no, yes };

HttpResponse show_preferences(Services& services, HttpRequest const& request, core::EmailAddress const& address,
                              Topics const& wanted, Saved saved) {
    auto view = public_frame(services, "Your e-mails");
    view.text("ACTION", "/preferences/" + std::string(mailed_token(request)));
    view.show_if(saved == Saved::yes, "SAVED").maybe("ALWAYS_SENT", always_sent_words());
    view.text("MASKED_ADDRESS", masked_address(address));
    for (auto const topic : all_topics()) {
        auto const chosen = std::ranges::find(wanted, topic) == wanted.end() ? html::Chosen::no : html::Chosen::yes;
        html::add_option(view, "TOPIC", core::code(topic), label(topic), chosen);
    }
    return show_with_form(services, request, 200, "pages/preferences.html", view);
}

/// What the form says is wanted: the ticked topics, or none where the other button was pressed.
core::Result<Topics> read_choice(http::Form const& form) {
    StrictForm strict(form);
    auto const button = strict.text("do");
    if (!button.empty() && button != "save" && button != "none")
        strict.mistake("do", "This is not one of the choices.");
    Topics wanted;
    for (auto const typed : strict.many("topics")) {
        auto const topic = core::parse<core::Topic>(typed);
        if (topic)
            wanted.push_back(*topic);
        else
            strict.mistake("topics", "Choose from the topics of the list.");
    }
    if (auto mistakes = strict.mistakes(); !mistakes.empty()) return core::fail(std::move(mistakes));
    return button == "none" ? Topics{} : wanted;
}

core::Result<void> choose(storage::Transaction& transaction, Desk const& desk, core::EmailAddress const& address,
                          Topics const& wanted, core::Stamp const& stamp) {
    Topics unwanted = all_topics();
    std::erase_if(unwanted, [&](auto topic) { return std::ranges::find(wanted, topic) != wanted.end(); });
    Topics resumed = wanted;
    std::erase_if(resumed, [&](auto topic) { return !transaction.is_suppressed(address, topic); });
    if (auto stopped = stop(transaction, desk, address, unwanted, stamp); !stopped) return stopped;
    if (resumed.empty()) return {};
    return transaction.commit(core::Decision::resume(stamp, address, resumed), stamp.at);
}

auto read_wanted(Services& services, core::EmailAddress const& address) {
    return read_store(services.store,
                      [address](storage::Snapshot& snapshot) { return wanted_topics(snapshot, address); });
}

} // namespace

asio::awaitable<HttpResponse> unsubscribe(Services& services, HttpRequest& request) {
    auto const address = services.links.read_unsubscribe(mailed_token(request));
    if (!address) co_return show_unknown(services);
    auto work = read_wanted(services, *address);
    auto const wanted = co_await std::move(work);
    auto const stopped = wanted.empty();
    co_return show_unsubscribe(services, request, *address, stopped ? Stage::stopped : Stage::ask,
                               stopped ? all_topics() : wanted);
}

asio::awaitable<HttpResponse> unsubscribe_at_once(Services& services, HttpRequest& request) {
    // "The POST request MUST NOT include cookies, HTTP authorization, or any other context information" (RFC 8058
    // §3.2): the token in the address is all there is, and the body is not looked at.
    auto const address = services.links.read_unsubscribe(mailed_token(request));
    if (!address) co_return show_unknown(services);
    auto work = stop_topics(services, *address, all_topics());
    auto const stopped = co_await std::move(work);
    if (!stopped) co_return error_response(services, request, stopped.error());
    co_return show_unsubscribe(services, request, *address, Stage::stopped, all_topics());
}

asio::awaitable<HttpResponse> preferences(Services& services, HttpRequest& request) {
    auto const address = services.links.read_unsubscribe(mailed_token(request));
    if (!address) co_return show_unknown(services);
    auto work = read_wanted(services, *address);
    auto const wanted = co_await std::move(work);
    co_return show_preferences(services, request, *address, wanted, Saved::no);
}

asio::awaitable<HttpResponse> save_preferences(Services& services, HttpRequest& request, http::Form const& form) {
    auto const address = services.links.read_unsubscribe(mailed_token(request));
    if (!address) co_return show_unknown(services);
    auto const wanted = read_choice(form);
    if (!wanted) co_return error_response(services, request, wanted.error());
    auto const stamp = services.stamp(core::Actor::requester());
    auto act = [&desk = services.desk, address = *address, wanted = *wanted, stamp](storage::Transaction& transaction) {
        return choose(transaction, desk, address, wanted, stamp);
    };
    auto work = write_store(services.store, std::move(act));
    auto const saved = co_await std::move(work);
    if (!saved) co_return error_response(services, request, saved.error());
    co_return show_preferences(services, request, *address, *wanted, Saved::yes);
}

} // namespace habeas::app::pages
