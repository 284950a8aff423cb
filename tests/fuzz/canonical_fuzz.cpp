#include "gateway/audit/canonical.h"
#include "gateway/audit/content.h"
#include "gateway/base/json.h"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using portcullis::JsonDocument;
using portcullis::JsonKind;
using portcullis::JsonValue;
using portcullis::audit::CanonicalWriter;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void write(CanonicalWriter& writer, const JsonValue& value);

void writeMembers(CanonicalWriter& writer, const JsonValue& object)
{
    std::vector<std::string> names;
    names.reserve(object.size()); // the writer keeps views of them
    writer.beginObject();
    for (JsonValue member = object.first(); member; member = member.next()) {
        writer.key(names.emplace_back(member.name()));
        write(writer, member);
    }
    writer.endObject();
}

void write(CanonicalWriter& writer, const JsonValue& value)
{
    switch (value.kind()) {
    case JsonKind::Object:
        writeMembers(writer, value);
        break;
    case JsonKind::Array:
        writer.beginArray();
        for (JsonValue element = value.first(); element; element = element.next()) {
            write(writer, element);
        }
        writer.endArray();
        break;
    case JsonKind::String:
        writer.string(value.string());
        break;
    case JsonKind::True:
        writer.boolean(true);
        break;
    case JsonKind::False:
        writer.boolean(false);
        break;
    case JsonKind::Number:
        require(value.integer().has_value());
        writer.integer(*value.integer());
        break;
    case JsonKind::Null:
        require(false);
    }
}

// What is accepted as canonical is JSON, and writing its values again gives the same bytes.
void checkReader(const std::string& text)
{
    if (!portcullis::audit::parseCanonical(text)) {
        return;
    }
    const auto document = JsonDocument::parse(text);
    require(document.has_value());
    CanonicalWriter writer;
    write(writer, document->root());
    require(writer.str() == text);
}

// Any text can be quoted, and any arguments have fields within them.
void checkWriter(const std::string& text)
{
    CanonicalWriter writer;
    writer.beginObject().member("s", text).endObject();
    require(portcullis::audit::parseCanonical(writer.str()).has_value());
    require(portcullis::audit::cleanText(text, 64).size() <= 64);
    const std::string_view whole = text;
    for (const auto& field : portcullis::audit::argumentFields(text)) {
        require(field.text.data() >= whole.data() &&
                field.text.data() + field.text.size() <= whole.data() + whole.size());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    checkReader(text);
    checkWriter(text);
    return 0;
}
