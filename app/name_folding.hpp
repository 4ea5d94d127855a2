#pragma once
#include <string>
#include <string_view>

namespace habeas::app {

/// The core::Folding of the service: names that differ only in case, in how their letters are put together (NFKC) or
/// in accents are one to whoever searches. "ÖZGE ÇELİK", "özge çelik" and "Ozge Celik" are the same; a letter with a
/// bar through it (Ł, ø) is another letter, and so is a kana with its mark for voicing. Bytes that are no UTF-8 become
/// U+FFFD. Thread-safe.
std::string fold_name(std::string_view name);

} // namespace habeas::app
