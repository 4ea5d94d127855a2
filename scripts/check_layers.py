#!/usr/bin/env python3
"""Holds the #include lines of core/, storage/ and app/ to the table of folders, and pages to their same-named files.

    scripts/check_layers.py              check the repository
    scripts/check_layers.py --self-test  check this script

The table below is the one of the README, for machines. An exception needs a reason, and fails when it is no longer needed.
"""
import re
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path

# Standard headers that would bring I/O, time, chance or threads into the domain.
IMPURE = {
    "filesystem", "iostream", "fstream", "cstdio", "thread", "mutex", "shared_mutex", "condition_variable", "atomic",
    "future", "semaphore", "latch", "barrier", "stop_token", "random", "ctime", "csignal", "cstdlib", "coroutine",
}
# Which outside header belongs to which library; a header with none of these and no dot or slash is the standard's.
LIBRARIES = {
    "boost/beast": "beast", "boost/": "boost", "fmt/": "fmt", "spdlog/": "spdlog", "date/": "date", "toml++/": "toml",
    "CLI/": "cli", "sqlite3.h": "sqlite", "sodium.h": "sodium", "openssl/": "openssl", "curl/": "curl",
    "gmime/": "gmime", "unicode/": "icu", "ctemplate/": "ctemplate", "prometheus/": "prometheus", "zlib.h": "zlib", "brotli/": "brotli",
    "unistd.h": "posix", "pwd.h": "posix", "fcntl.h": "posix", "signal.h": "posix", "poll.h": "posix", "pthread.h": "posix",
    "sys/": "posix", "arpa/": "posix", "netinet/": "posix", "netdb.h": "posix",
}
# The ground of app/: knows the domain's types and nothing else of the program.
GROUND = ["company_calendar", "configuration*", "log", "name_folding", "policy", "random", "system_clock"]
# What all channels share. Synchronous.
DESK = ["common_words", "csv", "deadline_csv", "deadline_period", "desk", "drafts", "form_token", "known_devices", "links",
        "password_rules", "passwords", "scopes", "sealed_text", "sign_in_failures"]


def files(folder, stems):
    return [f"{folder}/{stem}.[ch]pp" for stem in stems]


PORTS = ["storage/*.hpp"]
GROUND_FILES = files("app", GROUND)
DESK_FILES = files("app", DESK)
# What pages and letters call things: below both, above what writes days.
WORDS_FILES = files("app", ["plain_words"])
# First match wins: files, own files they may include, libraries they may include.
LAYERS = [
    (["core/crypto.cpp"], ["core/*"], {"pure", "sodium"}),
    (["core/*"], ["core/*"], {"pure"}),
    (["storage/sqlite/*"], ["core/*", "storage/*", "habeas_migrations.hpp"], {"std", "sqlite", "fmt", "posix"}),
    (["storage/*"], ["core/*", *PORTS], {"std"}),
    (["app/http/*"], ["app/http/*", "core/*", "habeas_static.hpp"],
     {"std", "boost", "beast", "fmt", "openssl", "zlib", "brotli", "gmime", "posix"}),
    (["app/html/*"], ["app/html/*", "core/*", "habeas_templates.hpp"], {"std", "boost", "fmt", "ctemplate"}),
    (GROUND_FILES, ["core/*", *GROUND_FILES], {"std", "boost", "fmt", "spdlog", "date", "toml", "sodium", "icu", "posix"}),
    (DESK_FILES, ["core/*", *PORTS, *GROUND_FILES, *DESK_FILES, "habeas_common_words.hpp"], {"std", "fmt", "sodium"}),
    (WORDS_FILES, ["core/*", "app/html/*", *GROUND_FILES, *WORDS_FILES], {"std", "fmt"}),
    (["app/pages/*"], ["app/pages/*", "habeas_static.hpp", "habeas_api_document.hpp", "app/http/*", "app/html/*", "app/*.hpp", "core/*", *PORTS], {"std", "boost", "fmt"}),
    (["app/api/*"], ["app/api/*", "habeas_api_document.hpp", "app/http/*", "app/html/*", "app/*.hpp", "core/*", *PORTS],
     {"std", "boost", "fmt", "prometheus"}),
    (["app/mail/*"], ["app/mail/*", "app/html/*", "app/*.hpp", "core/*", *PORTS], {"std", "boost", "fmt", "curl", "gmime", "posix"}),
    (["app/jobs/*"], ["app/jobs/*", "app/mail/*", "app/html/*", "app/*.hpp", "core/*", *PORTS], {"std", "boost", "fmt"}),
    (["app/main.cpp"], ["*"], {"std", "cli", "posix"}),
    (["app/*"], ["*"], {"std", "boost", "fmt", "posix", "openssl"}),
]
# File and header it includes against the table: why that is right.
EXCEPTIONS = {
}
# A template without a page of the same name, or a page without a test of the same name: why that is right.
NAME_EXCEPTIONS = {
    "templates/pages/error.html": "shown by app/error_response.cpp for every page",
    "templates/pages/error_desk.html": "shown by app/error_response.cpp for every page",
    "templates/pages/preferences.html": "a face of app/pages/unsubscribe.cpp: the same link, the same handler file",
    "templates/pages/status_sent.html": "the answer of app/pages/status.cpp",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def matches(path, patterns):
    """fnmatch whose * stops at a slash, except for a pattern that is only * or ends in /*."""
    return any(
        pattern == "*"
        or (pattern.endswith("/*") and path.startswith(pattern[:-1]))
        or (fnmatch(path, pattern) and path.count("/") == pattern.count("/"))
        for pattern in patterns)


def library_of(header):
    for prefix, name in LIBRARIES.items():
        if header.startswith(prefix):
            return name
    if "." in header or "/" in header:
        return None
    return "impure" if header in IMPURE else "pure"


def layer_of(path):
    for patterns, own, libraries in LAYERS:
        if matches(path, patterns):
            allowed = set(libraries)
            if "std" in allowed:
                allowed |= {"pure", "impure"}
            return own, allowed
    return None


def includes_of(text):
    return [(bracket == '"', header) for bracket, header in INCLUDE.findall(text)]


def check_includes(root, exceptions):
    problems, used = [], set()
    for path in sorted(root.glob("**/*.[ch]pp")):
        name = path.relative_to(root).as_posix()
        layer = layer_of(name)
        if layer is None:
            continue
        own, libraries = layer
        for is_own, header in includes_of(path.read_text(encoding="utf-8")):
            good = matches(header, own) if is_own else library_of(header) in libraries
            if good:
                continue
            if (name, header) in exceptions:
                used.add((name, header))
            else:
                problems.append(f"{name}: must not include {header}")
    problems += [f"the exception for {name} and {header} is no longer needed" for name, header in exceptions
                 if (name, header) not in used]
    return problems


def check_names(root, exceptions):
    """One page, one template, one test: app/pages/X.cpp, templates/pages/X.html, tests/app/pages/X_test.cpp."""
    problems = {}
    for template in sorted(root.glob("templates/pages/*.html")):
        stem = template.stem
        if not (root / f"app/pages/{stem}.cpp").exists():
            problems[f"templates/pages/{stem}.html"] = f"there is no app/pages/{stem}.cpp"
        elif not (root / f"tests/app/pages/{stem}_test.cpp").exists():
            problems[f"app/pages/{stem}.cpp"] = f"there is no tests/app/pages/{stem}_test.cpp"
    for folder in ("app/pages", "app/api"):
        for test in sorted(root.glob(f"tests/{folder}/*_test.cpp")):
            stem = test.stem.removesuffix("_test")
            if not any((root / f"{folder}/{stem}.{ending}").exists() for ending in ("cpp", "hpp")):
                problems[f"tests/{folder}/{stem}_test.cpp"] = f"there is no {folder}/{stem}.cpp"
    found = [f"{name}: {text}" for name, text in problems.items() if name not in exceptions]
    return found + [f"the exception for {name} is no longer needed" for name in exceptions if name not in problems]


def check(root):
    return check_includes(root, EXCEPTIONS) + check_names(root, NAME_EXCEPTIONS)


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)

        def write(name, *lines):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("\n".join(lines), encoding="utf-8")

        write("core/request.cpp", '#include "core/request.hpp"', "#include <string>", "#include <fstream>",
              '#include "storage/store.hpp"', "#include <boost/json.hpp>")
        write("core/crypto.cpp", "#include <sodium.h>")
        write("core/other.cpp", "  #  include <sodium.h>")
        write("storage/store.hpp", '#include "core/time.hpp"', '#include "storage/sqlite/store.hpp"')
        write("storage/sqlite/store.cpp", "#include <sqlite3.h>", '#include "app/log.hpp"')
        write("app/http/server.cpp", "#include <boost/beast/core.hpp>", '#include "app/pages/queue.hpp"', '#include "app/log.hpp"')
        write("app/desk.cpp", '#include "storage/store.hpp"', '#include "app/links.hpp"', '#include "app/http/message.hpp"')
        write("app/pages/queue.cpp", '#include "app/desk.hpp"', '#include "storage/sqlite/store.hpp"', "#include <unknown.h>")
        write("app/mail/smtp.cpp", "#include <curl/curl.h>", '#include "app/http/message.hpp"')
        write("app/configuration.cpp", '#include "app/configuration_table.hpp"', "#include <toml++/toml.h>", '#include "app/desk.hpp"')
        write("app/main.cpp", "#include <CLI/CLI.hpp>", '#include "storage/sqlite/store.hpp"')
        write("app/application.cpp", '#include "storage/sqlite/store.hpp"', "#include <CLI/CLI.hpp>")
        write("tests/core/request_test.cpp", "#include <anything/at/all.h>")
        expected = {
            "core/request.cpp: must not include fstream",
            "core/request.cpp: must not include storage/store.hpp",
            "core/request.cpp: must not include boost/json.hpp",
            "core/other.cpp: must not include sodium.h",
            "storage/store.hpp: must not include storage/sqlite/store.hpp",
            "storage/sqlite/store.cpp: must not include app/log.hpp",
            "app/http/server.cpp: must not include app/pages/queue.hpp",
            "app/http/server.cpp: must not include app/log.hpp",
            "app/desk.cpp: must not include app/http/message.hpp",
            "app/pages/queue.cpp: must not include storage/sqlite/store.hpp",
            "app/pages/queue.cpp: must not include unknown.h",
            "app/mail/smtp.cpp: must not include app/http/message.hpp",
            "app/configuration.cpp: must not include app/desk.hpp",
            "app/application.cpp: must not include CLI/CLI.hpp",
        }
        found = set(check_includes(root, {}))
        assert found == expected, found ^ expected

        allowed = {("core/other.cpp", "sodium.h"): "a reason"}
        assert set(check_includes(root, allowed)) == expected - {"core/other.cpp: must not include sodium.h"}
        needless = {("core/crypto.cpp", "sodium.h"): "a reason"}
        assert set(check_includes(root, needless)) == expected | {
            "the exception for core/crypto.cpp and sodium.h is no longer needed"}

        write("templates/pages/queue.html")
        write("templates/pages/status.html")
        write("tests/app/pages/nothing_test.cpp")
        names = {
            "app/pages/queue.cpp: there is no tests/app/pages/queue_test.cpp",
            "templates/pages/status.html: there is no app/pages/status.cpp",
            "tests/app/pages/nothing_test.cpp: there is no app/pages/nothing.cpp",
        }
        assert set(check_names(root, {})) == names
        assert set(check_names(root, {"app/pages/queue.cpp": "a reason", "app/pages/other.cpp": "a reason"})) == {
            "templates/pages/status.html: there is no app/pages/status.cpp",
            "tests/app/pages/nothing_test.cpp: there is no app/pages/nothing.cpp",
            "the exception for app/pages/other.cpp is no longer needed"}
    print("check_layers: the script finds what it must find")


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    problems = check(Path(__file__).resolve().parent.parent)
    for problem in problems:
        print(problem)
    print(f"check_layers: {len(problems)} problems" if problems else "check_layers: every include and name is in its place")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
