#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace habeas::bench {

/// Columns of text, aligned, printed row by row as they come so that a long run shows where it is.
class Table {
  public:
    /// Prints the title and the heads. The first column is as wide as `first`, the others fit their heads.
    Table(std::string_view title, std::vector<std::string> heads, std::size_t first = 24);
    void row(std::vector<std::string> const& cells) const;

  private:
    std::vector<std::size_t> widths_;
};

/// What the issue aims at, and whether this run came there. Words, never an exit status: a figure of a busy machine
/// must not fail a build.
class Aims {
  public:
    enum class Wanted { at_least, at_most };
    void add(std::string what, double measured, Wanted wanted, double aim, std::string unit);
    void print() const;

  private:
    struct Aim {
        std::string what;
        double measured;
        Wanted wanted;
        double aim;
        std::string unit;
        bool met() const { return wanted == Wanted::at_least ? measured >= aim : measured <= aim; }
    };
    std::vector<Aim> aims_;
};

} // namespace habeas::bench
