#pragma once

#include "gateway/base/json.h"
#include "gateway/base/json_names.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis {

// Reads one text into the nodes of a JsonDocument, checking everything on the way. Iterative: the
// nesting of the text never becomes depth of the call stack.
// Owner: JsonDocument::parse, for one call. Thread: the caller's. After run() has returned false,
// error() says why and the document's nodes are of no use.
class JsonScanner
{
public:
    JsonScanner(JsonDocument& document, const JsonLimits& limits);

    [[nodiscard]] bool run();

    [[nodiscard]] const Error& error() const { return m_error; }

private:
    using Node = JsonDocument::Node;

    // What the text must hold next.
    enum class Step : std::uint8_t
    {
        Value,
        AfterValue,
        Done,
        Failed
    };

    // An array or object that is still open.
    struct Frame
    {
        std::uint32_t node;
        std::uint32_t lastChild; // 0 when there is none yet
    };

    Step value();
    Step afterValue();
    Step open(JsonKind kind);
    Step close();
    Step memberName();
    Step stringValue();
    Step number();
    Step literal(std::string_view word, JsonKind kind);

    bool stringBody(bool& escaped);
    bool escape();
    bool digits();
    void skipSpace();
    bool addNode(JsonKind kind);

    void endNode(std::uint32_t node) { m_nodes[node].end = position(); }

    bool hasUniqueNames(std::uint32_t firstChild);

    Step failAt(const char* at, std::string_view expectation);
    Step failLimit(const std::string& what);

    [[nodiscard]] std::uint32_t position() const
    {
        return static_cast<std::uint32_t>(m_at - m_begin);
    }

    std::vector<Node>& m_nodes;
    const JsonLimits& m_limits;
    // The text ends with a NUL that is not part of it, as std::string promises; no rule accepts a
    // NUL, so looking at *m_at is always safe and the end needs no check of its own.
    const char* const m_begin;
    const char* const m_end;
    const char* m_at;
    std::vector<Frame> m_open;
    std::uint32_t m_nameBegin = 0; // of the member whose value comes next
    std::uint32_t m_nameEnd = 0;
    bool m_nameEscaped = false;
    JsonNames m_names;
    Error m_error;
};

} // namespace portcullis
