#include "gateway/base/json.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// Any bytes as JSON text. What must hold: no crash; the verdict is nlohmann's except where the
// reader is meant to differ; every value's bytes are that value again; the tree written anew reads
// the same.

namespace {

using portcullis::ErrorCode;
using portcullis::JsonDocument;
using portcullis::JsonKind;
using portcullis::JsonValue;
using portcullis::JsonWriter;

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "json_fuzz: %s\n", what);
        std::abort();
    }
}

// nlohmann's verdict on a text, without building its tree.
class Verdict : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit Verdict(const std::string& text)
        : m_accepted(nlohmann::json::sax_parse(text, this))
    {}

    [[nodiscard]] bool accepted() const { return m_accepted; }

    // Refused because it converts what our reader leaves alone: a number beyond a double, or an
    // escape of a lone surrogate.
    [[nodiscard]] bool refusedForAValue() const { return m_refusedForAValue; }

    bool null() override { return true; }

    bool boolean(bool /*value*/) override { return true; }

    bool number_integer(number_integer_t /*value*/) override { return true; }

    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }

    bool number_float(number_float_t /*value*/, const string_t& /*lexeme*/) override
    {
        return true;
    }

    bool string(string_t& /*value*/) override { return true; }

    bool binary(binary_t& /*value*/) override { return true; }

    bool start_object(std::size_t /*size*/) override { return true; }

    bool key(string_t& /*name*/) override { return true; }

    bool end_object() override { return true; }

    bool start_array(std::size_t /*size*/) override { return true; }

    bool end_array() override { return true; }

    bool parse_error(std::size_t /*position*/,
                     const std::string& /*token*/,
                     const nlohmann::json::exception& error) override
    {
        constexpr int kOutOfRange = 406;
        m_refusedForAValue =
            error.id == kOutOfRange ||
            std::string_view(error.what()).find("surrogate") != std::string_view::npos;
        return false;
    }

private:
    bool m_refusedForAValue = false;
    bool m_accepted;
};

void requireSameVerdict(const std::string& text, const portcullis::Result<JsonDocument>& ours)
{
    const Verdict theirs(text);
    if (ours) {
        require(theirs.accepted() || theirs.refusedForAValue(), "accepted alone");
        return;
    }
    require(!ours.error().message.empty(), "refused without a reason");
    const bool repeatedName =
        ours.error().message.find("a name that the object does not have yet") != std::string::npos;
    // nlohmann skips a byte order mark, and takes a NUL between tokens for the end of the text.
    const bool looser = text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string::npos;
    require(!theirs.accepted() || repeatedName || looser ||
                ours.error().code == ErrorCode::ResourceExhausted,
            "refused alone");
}

// Every value of a document in order, the root first. Not recursive, like what it tests.
std::vector<JsonValue> allValues(const JsonDocument& document)
{
    std::vector<JsonValue> values;
    std::vector<JsonValue> pending = {document.root()};
    while (!pending.empty()) {
        const JsonValue value = pending.back();
        pending.pop_back();
        values.push_back(value);
        if (value.next()) {
            pending.push_back(value.next());
        }
        if (value.first()) {
            pending.push_back(value.first());
        }
    }
    return values;
}

void requireRawIsTheValue(const JsonValue& value)
{
    const auto again = JsonDocument::parse(std::string(value.raw()));
    require(again.has_value(), "raw() is not JSON");
    require(again->root().kind() == value.kind(), "raw() is of another kind");
    require(again->root().size() == value.size(), "raw() is of another size");
    require(again->root().raw() == value.raw(), "raw() has something around the value");
    require(value.stringEquals(value.string()) == value.isString(), "stringEquals() contradicts");
    std::size_t children = 0;
    for (JsonValue child = value.first(); child; child = child.next()) {
        require(value.isArray() == child.rawName().empty(), "a name where none belongs, or none");
        ++children;
    }
    require(children == value.size(), "size() is not the number of children");
}

void write(JsonWriter& writer, const JsonValue& value) // as deep as the reader allows: 128
{
    switch (value.kind()) {
    case JsonKind::String:
        writer.string(value.string());
        break;
    case JsonKind::Array:
        writer.beginArray();
        for (JsonValue child = value.first(); child; child = child.next()) {
            write(writer, child);
        }
        writer.endArray();
        break;
    case JsonKind::Object:
        writer.beginObject();
        for (JsonValue child = value.first(); child; child = child.next()) {
            write(writer.key(child.name()), child);
        }
        writer.endObject();
        break;
    default:
        writer.raw(value.raw());
    }
}

void requireSameTree(const JsonDocument& ours, const JsonDocument& rewritten)
{
    const std::vector<JsonValue> left = allValues(ours);
    const std::vector<JsonValue> right = allValues(rewritten);
    require(left.size() == right.size(), "rewriting changed the number of values");
    for (std::size_t i = 0; i < left.size(); ++i) {
        require(left[i].kind() == right[i].kind(), "rewriting changed a kind");
        require(left[i].size() == right[i].size(), "rewriting changed a size");
        require(left[i].name() == right[i].name(), "rewriting changed a name");
        require(left[i].string() == right[i].string(), "rewriting changed a string");
        require(!left[i].isNumber() || left[i].raw() == right[i].raw(),
                "rewriting changed a number");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto document = JsonDocument::parse(text);
    requireSameVerdict(text, document);
    if (!document) {
        return 0;
    }
    for (const JsonValue& value : allValues(*document)) {
        requireRawIsTheValue(value);
    }
    JsonWriter writer;
    write(writer, document->root());
    const auto rewritten = JsonDocument::parse(writer.take());
    require(rewritten.has_value(), "rewriting gave no JSON");
    requireSameTree(*document, *rewritten);
    return 0;
}
