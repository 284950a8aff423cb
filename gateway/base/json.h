#pragma once

#include "gateway/base/json_writer.h" // whoever reads JSON mostly writes some
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// JSON from outside, as spans of the bytes that came in. A gateway forwards what it received: this
// reader checks everything (RFC 8259, UTF-8, lexemes, no duplicate names, depth and size), converts
// nothing, and tells where each value stands, so that 1e400 or a 30-digit integer leaves as it
// came.
namespace portcullis {

struct JsonLimits
{
    std::size_t bytes = 8 * 1024 * 1024; // whole text
    std::uint32_t depth = 128;           // nested arrays and objects
    std::uint32_t members = 100'000;     // in one array or object
};

enum class JsonKind : std::uint8_t
{
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object
};

class JsonDocument;

// One value inside a JsonDocument; a cheap handle, valid while the document lives (and is not
// moved). A default-made value, and the value of a member that does not exist, is "missing": every
// question answers no, every text is empty. So chains like root["params"]["name"] need no checks in
// between.
class JsonValue
{
public:
    JsonValue() = default;

    [[nodiscard]] bool exists() const { return m_document != nullptr; }

    explicit operator bool() const { return exists(); }

    [[nodiscard]] JsonKind kind() const; // Null when missing

    [[nodiscard]] bool isNull() const { return exists() && kind() == JsonKind::Null; }

    [[nodiscard]] bool isBool() const;

    [[nodiscard]] bool isNumber() const { return exists() && kind() == JsonKind::Number; }

    [[nodiscard]] bool isString() const { return exists() && kind() == JsonKind::String; }

    [[nodiscard]] bool isArray() const { return exists() && kind() == JsonKind::Array; }

    [[nodiscard]] bool isObject() const { return exists() && kind() == JsonKind::Object; }

    // The exact bytes of this value in the text, quotes and all.
    [[nodiscard]] std::string_view raw() const;
    // Where raw() begins in the document's text.
    [[nodiscard]] std::size_t offset() const;

    [[nodiscard]] bool boolean() const { return exists() && kind() == JsonKind::True; }

    // The string with its escapes resolved (lone surrogates become U+FFFD); empty when not a
    // string.
    [[nodiscard]] std::string string() const;
    // Compares without allocating when the lexeme has no escapes.
    [[nodiscard]] bool stringEquals(std::string_view text) const;
    // The number if it is written as an integer (no fraction, no exponent) and fits.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    // The number, unless it is too large or too close to zero for a double.
    [[nodiscard]] std::optional<double> number() const;

    // Members of an object or elements of an array.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] JsonValue
    operator[](std::string_view name) const; // member; missing when there is none

    // The first child and the next sibling, in document order; missing at the end.
    [[nodiscard]] JsonValue first() const;
    [[nodiscard]] JsonValue next() const;
    // This value's member name (escapes resolved) when its parent is an object, else empty.
    [[nodiscard]] std::string name() const;
    // The exact bytes of the member name with its quotes.
    [[nodiscard]] std::string_view rawName() const;

private:
    friend class JsonDocument;

    JsonValue(const JsonDocument* document, std::uint32_t node)
        : m_document(document)
        , m_node(node)
    {}

    const JsonDocument* m_document = nullptr;
    std::uint32_t m_node = 0;
};

// One parsed text and its values. Owns the text. Immutable after parse(); any thread may read.
// Errors: parse() fails with ProtocolError (not JSON; the message names the byte offset) or
// ResourceExhausted (a limit).
class JsonDocument
{
public:
    [[nodiscard]] static Result<JsonDocument> parse(std::string text,
                                                    const JsonLimits& limits = {});
    // The same on the heap, for values that outlive the place they were read in.
    [[nodiscard]] static Result<std::shared_ptr<const JsonDocument>>
    parseShared(std::string text, const JsonLimits& limits = {});

    [[nodiscard]] JsonValue root() const { return {this, 0}; }

    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    friend class JsonValue;
    friend class JsonScanner;

    struct Node
    {
        std::uint32_t begin = 0;     // of the value in the text
        std::uint32_t end = 0;       // one past
        std::uint32_t nameBegin = 0; // of the member name with quotes; equal to nameEnd when none
        std::uint32_t nameEnd = 0;
        std::uint32_t next = 0;  // node of the next sibling, 0 when last
        std::uint32_t count = 0; // children
        JsonKind kind = JsonKind::Null;
        bool escaped = false;     // the string has a backslash
        bool nameEscaped = false; // the name has a backslash
    };

    [[nodiscard]] const Node& node(std::uint32_t index) const { return m_nodes[index]; }

    std::string m_text;
    std::vector<Node> m_nodes; // in document order: a node's first child is the node after it
};

} // namespace portcullis
