#include "app/html/view.hpp"

#include "app/html/markers.hpp"

#include <cstring> // ctemplate 2.4 uses strlen without including it
#include <deque>

#include <ctemplate/template_dictionary.h>

namespace habeas::app::html {
namespace {

ctemplate::TemplateString borrowed(std::string_view words) {
    return {words.data(), words.size()};
}

} // namespace

// The deque never moves what it holds, so that a child handed out stays where it is.
struct View::Children {
    ctemplate::TemplateDictionary root{"view"};
    std::deque<View> parts;
};

View::View()
    : owned_(std::make_unique<Children>())
    , dictionary_(&owned_->root)
    , children_(owned_.get()) {}

View::View(ctemplate::TemplateDictionary* dictionary, Children* children)
    : dictionary_(dictionary)
    , children_(children) {}

View::~View() = default;
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;

View& View::text(std::string_view marker, std::string_view value) {
    dictionary_->SetValue(marker_for(marker), borrowed(value));
    return *this;
}

View& View::number(std::string_view marker, std::int64_t value) {
    dictionary_->SetIntValue(marker_for(marker), value);
    return *this;
}

View& View::show(std::string_view section) {
    dictionary_->ShowSection(marker_for(section));
    return *this;
}

View& View::maybe(std::string_view name, std::string_view value) {
    dictionary_->SetValueAndShowSection(marker_for(name), borrowed(value), marker_for(name));
    return *this;
}

View& View::add(std::string_view section) {
    return children_->parts.emplace_back(View{dictionary_->AddSectionDictionary(marker_for(section)), children_});
}

} // namespace habeas::app::html
