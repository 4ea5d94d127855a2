#include "app/pages/request_page.hpp"

#include "app/pages/frame.hpp"
#include "app/pages/queue_choice.hpp"
#include "app/pages/request_parts.hpp"

namespace habeas::app::pages {

QueueLinks way_back(std::string_view in, core::Reference const& reference) {
    auto const position = QueuePosition::read(in);
    if (!position) return {};
    return {.in = std::string(in), .back = position->choice.url() + "#" + reference.text(), .previous = {}, .next = {}};
}

http::HttpResponse show_request(Services const& services, SignedIn const& signed_in, RequestCase const& seen,
                                std::string_view done, std::optional<Refusal> const& refusal, QueueLinks const& links) {
    auto view = desk_frame(services, signed_in, seen.request.reference.text(), Place::queue);
    RequestSight const sight{services, signed_in, seen, services.calendar.day_of(services.clock.now())};
    fill_facts(view, sight);
    fill_others(view, sight);
    fill_conversation(view, sight);
    fill_actions(view, sight, refusal);
    view.maybe("DONE", done);
    view.text("BACK_URL", links.back).maybe("IN", links.in);
    view.maybe("PREVIOUS_URL", links.previous).maybe("NEXT_URL", links.next);
    return show(services, refusal ? http::status_of(refusal->error.code) : 200, "pages/request.html", view);
}

} // namespace habeas::app::pages
