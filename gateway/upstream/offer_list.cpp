#include "gateway/upstream/offer_list.h"

#include "gateway/upstream/page_guard.h"

#include <set>

namespace portcullis::upstream {

namespace {

constexpr std::size_t kMostNotes = 100;

RpcRequest listRequest(std::string_view method,
                       const std::optional<std::string>& cursor,
                       protocol::Revision revision,
                       const std::string& capabilities)
{
    const bool stateless = protocol::eraOf(revision) == protocol::Era::Stateless;
    RpcRequest request;
    request.method = std::string(method);
    request.params = protocol::writeListParams(
        cursor, stateless ? protocol::writeStatelessMeta(revision, capabilities) : std::string());
    return request;
}

// The pages of one kind within the limits of a server (G-54).
class Pages
{
public:
    // The cursor of the next page, or nothing.
    std::optional<std::string> add(protocol::OffersPage page, protocol::Era era)
    {
        const std::size_t before = offers.size();
        if (era == protocol::Era::Stateless) {
            const std::chrono::milliseconds own(page.ttlMillis);
            life = std::min(life.value_or(own), own);
        }
        const std::size_t items = page.offers.size();
        for (std::string& text : page.notes) {
            note(std::move(text));
        }
        for (protocol::Offer& offer : page.offers) {
            add(std::move(offer));
        }
        if (!page.nextCursor || m_full) {
            return std::nullopt;
        }
        if (!m_guard.goesOn(*page.nextCursor, items, offers.size() > before)) {
            note("A list of the server does not end; what came after page " +
                 std::to_string(m_guard.pages()) + " is left out.");
            return std::nullopt;
        }
        return std::move(page.nextCursor);
    }

    std::vector<protocol::Offer> offers;
    std::vector<std::string> notes;
    std::optional<std::chrono::milliseconds> life;

private:
    void note(std::string text)
    {
        if (notes.size() < kMostNotes) {
            notes.push_back(std::move(text));
        }
    }

    void add(protocol::Offer offer)
    {
        if (m_full || !m_keys.insert(offer.key).second) {
            return;
        }
        m_bytes += offer.definition.size();
        m_full = offers.size() >= protocol::kMaxOffers || m_bytes > protocol::kMaxOffersBytes;
        if (m_full) {
            note("The server lists more than Portcullis accepts; the rest is left out.");
            return;
        }
        offers.push_back(std::move(offer));
    }

    std::set<std::string> m_keys;
    PageGuard m_guard;
    std::size_t m_bytes = 0;
    bool m_full = false;
};

} // namespace

Task<bool> fetchOffers(std::shared_ptr<RpcConnection> connection,
                       protocol::OfferKind kind,
                       std::string capabilities,
                       std::chrono::milliseconds timeout,
                       OfferList& list)
{
    const auto end = std::chrono::steady_clock::now() + timeout;
    Pages pages;
    std::optional<std::string> cursor;
    do {
        RpcRequest request = listRequest(
            protocol::termsOf(kind).method, cursor, connection->revision(), capabilities);
        request.timeout =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const RpcOutcome outcome = co_await connection->ask(std::move(request));
        if (!outcome) {
            co_return false;
        }
        if (outcome->error) {
            break;
        }
        const protocol::Era era = protocol::eraOf(connection->revision());
        auto page = protocol::readOffersPage(kind, outcome->result, era);
        if (!page) {
            co_return false;
        }
        cursor = pages.add(std::move(*page), era);
    } while (cursor);
    list.of(kind) = std::move(pages.offers);
    list.lifeOf(kind) = pages.life;
    list.notes.insert(list.notes.end(), pages.notes.begin(), pages.notes.end());
    co_return true;
}

} // namespace portcullis::upstream
