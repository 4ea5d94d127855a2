#pragma once
#include <string>
#include <string_view>

namespace habeas::app {

/// A table as RFC 4180 text: CRLF, quotes where needed. A cell that a spreadsheet would run as a formula gets an
/// apostrophe in front: it starts with `=`, `+`, `-` or `@`, also full-width or behind blanks, or with a tab or line
/// end.
class Csv {
  public:
    Csv& cell(std::string_view text);
    Csv& end_row();
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
    bool row_begun_{};
};

} // namespace habeas::app
