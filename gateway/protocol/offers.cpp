#include "gateway/protocol/offers.h"

#include "gateway/base/json.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

#include <array>
#include <set>
#include <utility>

namespace portcullis::protocol {

namespace {

constexpr std::array<OfferTerms, 3> kTerms = {{
    {"prompts/list", "prompts", "name", "notifications/prompts/list_changed"},
    {"resources/list", "resources", "uri", "notifications/resources/list_changed"},
    {"resources/templates/list",
     "resourceTemplates",
     "uriTemplate",
     "notifications/resources/list_changed"},
}};

// Why no client could use an item; empty when it can.
std::string faultOf(OfferKind kind, JsonValue item)
{
    if (!item.isObject()) {
        return "it is not an object";
    }
    if (item.raw().size() > kMaxOfferBytes) {
        return "its definition is larger than " + std::to_string(kMaxOfferBytes / 1024) + " KiB";
    }
    const std::string_view key = termsOf(kind).key;
    const std::string text = item[key].string();
    if (text.empty()) {
        return "it has no " + std::string(key);
    }
    if (text.size() > kMaxOfferKey) {
        return "its " + std::string(key) + " is longer than " + std::to_string(kMaxOfferKey) +
               " bytes";
    }
    const JsonValue arguments = item["arguments"];
    return kind == OfferKind::Prompt && arguments.exists() && !arguments.isArray()
               ? "its arguments are not an array"
               : "";
}

// Members under the gateway's own prefix are the gateway's word alone (H-04).
void writeMeta(JsonWriter& out, JsonValue meta)
{
    out.key("_meta").beginObject();
    for (JsonValue member = meta.first(); member.exists(); member = member.next()) {
        if (!member.name().starts_with(kMetaPrefix)) {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    out.endObject();
}

} // namespace

const OfferTerms& termsOf(OfferKind kind)
{
    return kTerms.at(std::to_underlying(kind));
}

Result<OffersPage> readOffersPage(OfferKind kind, JsonValue result, Era era)
{
    const OfferTerms& terms = termsOf(kind);
    auto common = readListPage(result, terms.list, era);
    if (!common) {
        return fail(std::move(common.error()));
    }
    OffersPage page{std::move(*common), {}};
    std::set<std::string> keys;
    const JsonValue items = result[terms.list];
    for (JsonValue item = items.first(); item.exists(); item = item.next()) {
        std::string fault = faultOf(kind, item);
        std::string key = item[terms.key].string();
        if (fault.empty() && !keys.insert(key).second) {
            fault = "the server has another one of that " + std::string(terms.key);
        }
        if (fault.empty()) {
            page.offers.push_back({std::move(key), std::string(item.raw())});
        } else {
            page.notes.push_back("In " + std::string(terms.method) + " \"" + excerpt(key, 64) +
                                 "\" is left out: " + fault + ".");
        }
    }
    return page;
}

std::string writeOffer(OfferKind kind, const Offer& offer, std::string_view key)
{
    const auto document = JsonDocument::parse(offer.definition);
    const bool isObject = document && document->root().isObject();
    const JsonValue definition = isObject ? document->root() : JsonValue();
    const std::string_view keyName = termsOf(kind).key;
    JsonWriter out;
    out.beginObject().member(keyName, key);
    if (kind == OfferKind::Prompt && key != offer.key && !definition["title"].exists()) {
        out.member("title", offer.key); // E-07
    }
    for (JsonValue member = definition.first(); member.exists(); member = member.next()) {
        const std::string name = member.name();
        if (name == "_meta" && member.isObject()) {
            writeMeta(out, member);
        } else if (name != keyName) {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    return singleLine(out.endObject().str());
}

} // namespace portcullis::protocol
