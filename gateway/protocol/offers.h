#pragma once

#include "gateway/base/result.h"
#include "gateway/protocol/list_page.h"
#include "gateway/protocol/revision.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a server offers besides tools: prompts, resources and resource templates, in both roles.
// Definitions are kept as the bytes the server sent.
namespace portcullis::protocol {

enum class OfferKind : std::uint8_t
{
    Prompt,
    Resource,
    Template
};

// What a kind of offer is called in the protocol.
struct OfferTerms
{
    std::string_view method;  // "prompts/list"
    std::string_view list;    // the array in its result
    std::string_view key;     // the member that an item is known by
    std::string_view changed; // the notification that says that the list is another one
};

[[nodiscard]] const OfferTerms& termsOf(OfferKind kind);

struct Offer
{
    std::string key;        // the server's own name, URI or URI template, decoded
    std::string definition; // the JSON object as received
    bool operator==(const Offer&) const = default;
};

// Limits over all pages of one kind (E-48, G-54); one definition is kept within kMaxOfferBytes.
inline constexpr std::size_t kMaxOffers = 10'000;
inline constexpr std::size_t kMaxOffersBytes = 8UL * 1024 * 1024;
inline constexpr std::size_t kMaxOfferBytes = 64UL * 1024;
inline constexpr std::size_t kMaxOfferKey = 4096;

struct OffersPage : ListPage
{
    std::vector<Offer> offers;
};

// Reads one page of a server's answer. A bad item is left out with a note (E-48). Errors:
// ProtocolError when the page as a whole makes no sense.
[[nodiscard]] Result<OffersPage> readOffersPage(OfferKind kind, JsonValue result, Era era);

// One definition under the key that clients know it by. Members that a client's revision does not
// know are legal there and stay.
[[nodiscard]] std::string writeOffer(OfferKind kind, const Offer& offer, std::string_view key);

} // namespace portcullis::protocol
