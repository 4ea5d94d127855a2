#include "app/pages/letter.hpp"

#include "app/error_response.hpp"
#include "app/html/dates.hpp"
#include "app/html/forms.hpp"
#include "app/looks.hpp"
#include "app/pages/frame.hpp"
#include "app/pages/letter_words.hpp"
#include "app/pages/request_case.hpp"
#include "app/pages/strict_form.hpp"
#include "app/pages/words.hpp"
#include "app/store_access.hpp"
#include "core/whole_number.hpp"

#include <algorithm>

namespace habeas::app::pages {

namespace {

namespace asio = boost::asio;
using http::HttpRequest;
using http::HttpResponse;

core::Error no_such_letter() {
    return {core::ErrorCode::not_found, "There is no such letter.", {}, {}};
}

/// Which letter of which request the path names.
struct Named {
    core::RequestId request;
    core::LetterId letter;
};

std::optional<Named> read_named(Services const& services, HttpRequest const& request) {
    auto const reference = services.store.references().decode(request.parameter("reference"));
    auto const letter = read_letter_id(request.parameter("letter"));
    if (!reference || !letter) return std::nullopt;
    return Named{*reference, *letter};
}

/// A letter on paper and its request.
struct Sheet {
    core::SubjectRequest request;
    storage::OutboxLetter letter;
    bool must_be_noted{};
};

bool is_on_paper(storage::OutboxLetter const& letter) {
    return letter.state == core::LetterState::print || letter.state == core::LetterState::posted;
}

std::optional<Sheet> read_sheet(storage::Snapshot& snapshot, Named named, core::Stamp const& stamp) {
    auto letter = snapshot.letter(named.letter);
    auto request = snapshot.find(named.request);
    if (!letter || !request || letter->request != named.request || !is_on_paper(*letter)) return std::nullopt;
    auto const must_be_noted = must_note_view(snapshot, *request, stamp);
    return Sheet{std::move(*request), std::move(*letter), must_be_noted};
}

/// Whether an address begins with a line that is this name, in whatever case.
bool begins_with_name(std::string_view address, std::string_view name) {
    auto const lower = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    address.remove_prefix(std::min(address.find_first_not_of(" \r\n"), address.size()));
    if (name.empty() || !std::ranges::equal(address.substr(0, name.size()), name, {}, lower, lower)) return false;
    auto const rest = address.substr(name.size());
    return rest.empty() || rest.find_first_of(" ,\r\n") == 0;
}

/// Name and address, as on an envelope. Some addresses are entered with the name in them.
std::string addressee_of(core::SubjectRequest const& request) {
    auto const name = request.reply_name().reveal();
    auto const address = request.subject.postal_address.reveal();
    if (address.empty()) return name;
    return begins_with_name(address, name) ? address : name + "\n" + address;
}

/// Why a letter that waits is not to be posted any more; empty where it is.
std::string overtaken_words(Sheet const& sheet, core::Day today) {
    if (sheet.letter.state != core::LetterState::print) return {};
    auto const why = core::overtaken_because(sheet.request, sheet.letter.kind, today);
    return why.empty() ? std::string{} : delivery_words(why);
}

/// The form as it was typed and refused.
struct Typed {
    int status{200};
    std::string posted_on;
    std::vector<core::FieldError> mistakes;
};

HttpResponse show_letter(Services const& services, SignedIn const& signed_in, Sheet const& sheet, Typed const& typed) {
    auto const& [request, letter, noted] = sheet;
    auto const& calendar = services.calendar;
    auto const written_on = calendar.day_of(letter.created_at);
    auto const today = services.stamp({}).on;
    auto const overtaken = overtaken_words(sheet, today);
    auto view = desk_frame(services, signed_in, letter.sent_subject, Place::queue);
    view.text("REFERENCE", request.reference.text())
        .number("LETTER_ID", letter.id.value)
        .text("LETTER_KIND", label(letter.kind))
        .text("SENDER_LINE", postal_address(services))
        .text("ADDRESSEE", addressee_of(request))
        .text("WRITTEN_DAY", html::day_words(written_on))
        .text("SUBJECT_LINE", letter.sent_subject)
        .text("BODY", letter.sent_text);
    view.show_if(request.subject.postal_address.empty(), "NO_ADDRESS");
    view.maybe("OVERTAKEN", overtaken).show_if(overtaken.empty(), "SHEET");
    if (letter.state == core::LetterState::posted)
        view.maybe("POSTED_DAY", letter.sent_at ? html::day_words(calendar.day_of(*letter.sent_at)) : std::string());
    else
        view.add("WAITS").text("FIRST_ISO", core::iso(written_on)).text("TODAY_ISO", core::iso(today));
    std::vector<html::FieldValue> const values{{"posted_on", typed.posted_on}};
    auto const errors = html_errors(typed.mistakes);
    html::fill_form(view, values, errors);
    return show(services, typed.status, "pages/letter.html", view);
}

std::string path_of(Services const& services, core::RequestId request) {
    return desk_path(services.store.references().encode(request));
}

} // namespace

std::optional<core::LetterId> read_letter_id(std::string_view text) {
    auto const number = core::whole_number(text);
    return number ? std::optional{core::LetterId{*number}} : std::nullopt;
}

asio::awaitable<HttpResponse> letter(Services& services, HttpRequest& request, SignedIn const& signed_in) {
    auto const named = read_named(services, request);
    if (!named) co_return error_response(services, request, no_such_letter());
    auto const stamp = services.stamp(signed_in.actor());
    auto reading = read_store(services.store, [named = *named, stamp](storage::Snapshot& snapshot) {
        return read_sheet(snapshot, named, stamp);
    });
    auto const sheet = co_await std::move(reading);
    if (!sheet) co_return error_response(services, request, no_such_letter());
    // Whoever reads a letter reads the case.
    if (sheet->must_be_noted) {
        auto noting = note_look(services, named->request, stamp);
        auto const noted = co_await std::move(noting);
        if (!noted) co_return error_response(services, request, noted.error());
    }
    co_return show_letter(services, signed_in, *sheet, {});
}

namespace {

/// An extension that was told too late moves no day: whoever recorded it must know, for the letter promises one.
std::string_view done_code(core::LetterKind kind, core::SubjectRequest const& after) {
    auto const* clock = after.clock(core::ClockName::respond);
    auto const in_force = clock && clock->extension && clock->extension->effective_on;
    return kind == core::LetterKind::extended && !in_force ? "posting_late" : "posting";
}

/// What became of the recording, and the sheet it was about.
struct Posted {
    std::optional<core::Error> error;
    std::optional<Sheet> sheet;
    std::string_view done;
};

/// It was never posted, and must not be any more.
asio::awaitable<HttpResponse> drop_letter(Services& services, HttpRequest& request, Named named, core::Stamp stamp) {
    auto dropping =
        write_store(services.store, [&desk = services.desk, named, stamp](storage::Transaction& transaction) {
            return desk.drop_printed_letter(transaction, named.request, named.letter, stamp);
        });
    auto const dropped = co_await std::move(dropping);
    if (!dropped) co_return error_response(services, request, dropped.error());
    services.log.info("letter.dropped", {{"letter", named.letter.value}});
    co_return HttpResponse::see_other(path_of(services, named.request) + "?done=letter_dropped");
}

} // namespace

asio::awaitable<HttpResponse> record_posting(Services& services, HttpRequest& request, SignedIn const& signed_in,
                                             http::Form const& form) {
    auto const named = read_named(services, request);
    if (!named) co_return error_response(services, request, no_such_letter());
    auto const stamp = services.stamp(signed_in.actor());
    StrictForm fields(form);
    auto const never = fields.text("do") == "drop";
    auto const typed = fields.day("posted_on", never ? Presence::optional : Presence::required);
    auto mistakes = fields.mistakes();
    if (never && mistakes.empty()) {
        auto dropping = drop_letter(services, request, *named, stamp);
        co_return co_await std::move(dropping);
    }
    auto const posted_on = typed.value_or(stamp.on);
    auto posting = write_store(
        services.store, [&services, named = *named, stamp, posted_on, mistakes](storage::Transaction& transaction) {
            auto const& calendar = services.calendar;
            auto const sheet = read_sheet(transaction, named, stamp);
            if (!sheet) return Posted{no_such_letter(), sheet, {}};
            if (!mistakes.empty()) return Posted{core::fail(mistakes).error(), sheet, {}};
            auto const posted_at = std::min(calendar.start_of(posted_on) + std::chrono::hours{12}, stamp.at);
            auto const done =
                services.desk.letter_posted(transaction, named.request, named.letter,
                                            {calendar.day_of(sheet->letter.created_at), posted_on, posted_at}, stamp);
            if (!done) return Posted{done.error(), sheet, {}};
            return Posted{std::nullopt, sheet, done_code(sheet->letter.kind, *done)};
        });
    auto const [error, sheet, done] = co_await std::move(posting);
    if (!error) co_return HttpResponse::see_other(path_of(services, named->request) + "?done=" + std::string(done));
    if (error->code != core::ErrorCode::invalid || !sheet) co_return error_response(services, request, *error);
    co_return show_letter(services, signed_in, *sheet, {422, std::string(form.value("posted_on")), error->fields});
}

asio::awaitable<HttpResponse> send_letter_again(Services& services, HttpRequest& request, SignedIn const& signed_in,
                                                http::Form const&) {
    auto const named = read_named(services, request);
    if (!named) co_return error_response(services, request, no_such_letter());
    auto const stamp = services.stamp(signed_in.actor());
    auto retrying =
        write_store(services.store, [&desk = services.desk, named = *named, stamp](storage::Transaction& transaction) {
            return desk.retry_letter(transaction, named.request, named.letter, stamp);
        });
    auto const retried = co_await std::move(retrying);
    if (!retried) co_return error_response(services, request, retried.error());
    services.log.info("letter.retried", {{"letter", named->letter.value}, {"staff", signed_in.member.id.value}});
    co_return HttpResponse::see_other(path_of(services, named->request) + "?done=delivery");
}

} // namespace habeas::app::pages
