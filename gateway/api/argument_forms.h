#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Texts that arguments of tools hold, brought into one form to be compared. Strict: what two
// programs could read in two ways has no form. Pure; nothing asks the disk or the network.
namespace portcullis::api {

// An absolute path without "." and "..", doubled slashes and a slash at its end. Lexical: what
// symbolic links make of it is not seen. Nothing for a relative path, one with a NUL and one that
// climbs above the root. A file:// URI of this machine gives the path it names; one with '%', '?',
// '#' or ".." gives nothing, since servers decode such ones differently.
[[nodiscard]] std::optional<std::string> normalisedPath(std::string_view text);

// Is a normalised path this folder or below it?
[[nodiscard]] bool isUnder(std::string_view path, std::string_view folder);

// The host of "scheme://host…" in lower case; an IPv6 address in its shortest form and without
// brackets. Nothing when there is none, and for all that parsers of URLs disagree about: user
// names, backslashes, white space, '%' or letters beyond ASCII in the host, a dot at its end, IPv4
// addresses in other forms than four decimal numbers, ports that are none.
[[nodiscard]] std::optional<std::string> hostOfUrl(std::string_view url);
// A host as an operand is written; nothing when it is none.
[[nodiscard]] std::optional<std::string> plainHost(std::string_view host);

// Two JSON numbers compared exactly, beyond what a double holds. Nothing when one is too long.
[[nodiscard]] std::optional<std::strong_ordering> compareNumbers(std::string_view a,
                                                                 std::string_view b);

// A resource's URI for comparing beginnings: scheme and authority in lower case, "file:/x" and
// "file://localhost/x" as "file:///x". Nothing when its path could be read in two ways: dot
// segments, doubled slashes, backslashes, controls, escapes of what needs none.
[[nodiscard]] std::optional<std::string> plainUri(std::string_view uri);
// Does a plain URI begin with this one, at the end of one of its parts?
[[nodiscard]] bool uriBeginsWith(std::string_view uri, std::string_view prefix);

} // namespace portcullis::api
