#include "app/pages/request_page.hpp"

#include "app/pages/frame.hpp"
#include "app/pages/request_parts.hpp"

namespace habeas::app::pages {

http::HttpResponse show_request(Services const& services, SignedIn const& signed_in, RequestCase const& seen,
                                std::string_view done, std::optional<Refusal> const& refusal) {
    auto view = desk_frame(services, signed_in, seen.request.reference.text(), Place::queue);
    RequestSight const sight{services, signed_in, seen, services.calendar.day_of(services.clock.now())};
    fill_facts(view, sight);
    fill_conversation(view, sight);
    fill_actions(view, sight, refusal);
    view.maybe("DONE", done);
    return show(services, refusal ? http::status_of(refusal->error.code) : 200, "pages/request.html", view);
}

} // namespace habeas::app::pages
