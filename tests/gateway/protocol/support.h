#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/message.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace portcullis::protocol {

// A JSON text that a test relies on being valid.
class Json
{
public:
    explicit Json(std::string text)
    {
        auto parsed = JsonDocument::parseShared(std::move(text));
        EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().message);
        m_document = parsed ? *parsed : *JsonDocument::parseShared("null");
    }

    [[nodiscard]] JsonValue root() const { return m_document->root(); }

    [[nodiscard]] const JsonDocument& document() const { return *m_document; }

    [[nodiscard]] JsonValue operator[](std::string_view name) const { return root()[name]; }

private:
    std::shared_ptr<const JsonDocument> m_document;
};

// A message that a test relies on being valid; keeps its text.
class ParsedMessage
{
public:
    explicit ParsedMessage(std::string text)
        : m_json(std::move(text))
    {
        auto read = readMessage(m_json.root());
        EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().message);
        if (read) {
            m_message = std::move(*read);
        }
    }

    [[nodiscard]] const Message& operator*() const { return m_message; }

    [[nodiscard]] const Message* operator->() const { return &m_message; }

private:
    Json m_json;
    Message m_message;
};

inline std::string repeated(std::string_view part, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text.append(part);
    }
    return text;
}

} // namespace portcullis::protocol
