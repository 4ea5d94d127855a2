"""Writes OUT.hpp and OUT.cpp that hold the named files as string views: embed.py [--words] OUT NAMESPACE ROOT FILE..."""
import os
import sys

arguments = sys.argv[1:]
as_words = arguments[0] == "--words"
out, namespace, root, *paths = arguments[as_words:]
os.makedirs(os.path.dirname(out), exist_ok=True)


def literal(data):
    """Bytes as adjacent C++ string literals; octal escapes end after three digits, so nothing can run on."""
    plain = {**{b: chr(b) for b in range(32, 127)}, 34: '\\"', 92: "\\\\", 63: "\\?", 10: "\\n"}
    text = "".join(plain.get(b, f"\\{b:03o}") for b in data)
    pieces, start = [], 0
    while start < len(text):
        end = min(start + 4000, len(text))
        while end < len(text) and "\\" in text[max(start, end - 4):end]:
            end -= 1
        pieces.append(f'"{text[start:end]}"')
        start = end
    return "\n    ".join(pieces) or '""'


def words(data):
    """The lines in lower case, sorted by their bytes, each once and with its line end."""
    return b"".join(line + b"\n" for line in sorted({line.strip().lower() for line in data.splitlines()}) if line)


with open(out + ".hpp", "w") as header:
    header.write(f"""#pragma once
#include <span>
#include <string_view>
namespace {namespace} {{
struct EmbeddedFile {{
    std::string_view name;
    std::string_view content;
}};
std::span<EmbeddedFile const> files();
}}
""")
with open(out + ".cpp", "w") as source:
    # A document may be longer than the standard asks compilers to take in one literal; clang takes any.
    source.write('#pragma clang diagnostic ignored "-Woverlength-strings"\n')
    source.write(f'#include "{os.path.basename(out)}.hpp"\nnamespace {namespace} {{\nnamespace {{\n')
    source.write("constexpr EmbeddedFile all[] = {\n")
    for path in sorted(paths):
        with open(path, "rb") as file:
            data = words(file.read()) if as_words else file.read()
        source.write(f"  {{\"{os.path.relpath(path, root)}\", {{{literal(data)}, {len(data)}}}}},\n")
    source.write("};\n}\nstd::span<EmbeddedFile const> files() { return all; }\n}\n")
