#include "gateway/audit/content_search.h"

#include "gateway/audit/content_keeper.h"
#include "gateway/audit/hashing.h"
#include "gateway/audit/json_unescape.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"
#include "gateway/base/json_writer.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::int64_t kPiece = 1000; // records
constexpr int kBodyColumn = 1 + ContentReader::kColumnCount;
constexpr int kDeepest = 5; // how often JSON is looked for in JSON
constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

class ContentSearch
{
public:
    ContentSearch(std::shared_ptr<const ContentKeys> keys, const api::EraseRequest& request)
        : m_request(request)
        , m_contents(std::move(keys))
    {
        m_quoted.string(request.containing);
    }

    [[nodiscard]] Result<FoundContents> run(Connection& connection, const api::JobWatch& watch)
    {
        auto rows = connection.prepare(sql());
        const auto last = connection.queryInteger("SELECT n FROM rec ORDER BY n DESC LIMIT 1");
        if (!rows || (!last && last.error().code != ErrorCode::NotFound)) {
            return fail(rows ? last.error() : rows.error());
        }
        bindFilter(*rows);
        const api::NumberRange asked = m_request.records.value_or(api::NumberRange{0, kNoEnd});
        const std::int64_t end = std::min(asked.end, last ? *last + 1 : 0);
        for (std::int64_t begin = asked.begin; begin < end; begin += kPiece) {
            if (watch.stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "The search was cancelled.");
            }
            rows->bind(1, begin);
            rows->bind(2, std::min(begin + kPiece, end));
            auto read = piece(*rows, false);
            rows->reset();
            if (read) {
                read = lookAgain(*rows);
            }
            if (!read) {
                return fail(std::move(read.error()));
            }
            if (watch.progress) {
                watch.progress(static_cast<std::uint64_t>(begin - asked.begin),
                               static_cast<std::uint64_t>(end - asked.begin));
            }
        }
        return std::move(m_found);
    }

private:
    [[nodiscard]] static std::string sql()
    {
        return "SELECT p.n, " + std::string(ContentReader::kColumns) +
               ", r.body FROM payload p JOIN rec r ON r.n = p.n" + ContentReader::kJoin +
               " WHERE p.n >= ?1 AND p.n < ?2 AND (?3 IS NULL OR r.key = ?3)"
               " AND (?4 IS NULL OR r.srv = ?4) AND (?5 IS NULL OR r.tool = ?5)"
               " AND (?6 IS NULL OR r.call = ?6) AND r.hw >= ?7 AND r.hw < ?8 ORDER BY p.n";
    }

    void bindFilter(Statement& rows) const
    {
        const api::RecordFilter& within = m_request.within;
        const auto text = [](const auto& id) {
            return id ? std::string_view(id->str()) : std::string_view();
        };
        rows.bindOptional(3, text(within.key));
        rows.bindOptional(4, text(within.server));
        rows.bindOptional(5, within.tool ? std::string_view(*within.tool) : std::string_view());
        rows.bindOptional(6, text(within.call));
        rows.bind(7, within.time.from ? toMicros(*within.time.from) : 0);
        rows.bind(8, within.time.to ? toMicros(*within.time.to) : kNoEnd);
    }

    [[nodiscard]] Result<> piece(Statement& rows, bool isSecondLook)
    {
        for (;;) {
            const auto row = rows.step();
            if (!row || !*row) {
                return row ? Result<>() : fail(row.error());
            }
            const std::int64_t n = rows.integer(0);
            if (m_request.containing.empty()) {
                m_found.records.push_back(n);
                continue;
            }
            const auto content = m_contents.open(n, rows, 1);
            if (content && (content->text ? has(content->text->revealText())
                                          : proves(*content, rows.text(kBodyColumn)))) {
                m_found.records.push_back(n);
            } else if (content) {
                m_found.withoutText += content->text ? 0 : 1;
            } else if (!isSecondLook) {
                m_again.push_back(n); // it may have another key by now
            } else {
                ++m_found.unreadable;
            }
        }
    }

    // When the piece is read: what it did not see yet is seen then.
    [[nodiscard]] Result<> lookAgain(Statement& rows)
    {
        for (const std::int64_t n : std::exchange(m_again, {})) {
            rows.bind(1, n);
            rows.bind(2, n + 1);
            auto read = piece(rows, true);
            rows.reset();
            if (!read) {
                return read;
            }
        }
        std::ranges::sort(m_found.records);
        return {};
    }

    // Tools put JSON into JSON strings, and writers say characters by their codes.
    [[nodiscard]] bool has(std::string_view text) const
    {
        if (text.find(m_request.containing) != std::string_view::npos) {
            return true;
        }
        std::optional<SecretBytes> plain = withoutJsonEscapes(text);
        for (int depth = 1; plain && depth < kDeepest; ++depth) {
            if (plain->revealText().find(m_request.containing) != std::string_view::npos) {
                return true;
            }
            plain = withoutJsonEscapes(plain->revealText());
        }
        return false;
    }

    // Whether one of the values that salts were kept of is the text, by itself or as a JSON string.
    [[nodiscard]] bool proves(const OpenContent& content, std::string_view body)
    {
        const auto document = JsonDocument::parse(std::string(body));
        if (!document) {
            return false;
        }
        const std::string_view salts = content.salts.revealText();
        JsonValue commitment = document->root()["c"].first();
        for (std::size_t at = 0; commitment.exists() && at + kSaltBytes <= salts.size();
             at += kSaltBytes, commitment = commitment.next()) {
            const auto salt = asBytes(salts.substr(at)).first<kSaltBytes>();
            for (const std::string_view value :
                 {std::string_view(m_request.containing), std::string_view(m_quoted.str())}) {
                const Digest made = m_hasher.commitment(salt, commitment.name(), value);
                if (commitment.stringEquals(toHex(made))) {
                    return true;
                }
            }
        }
        return false;
    }

    const api::EraseRequest& m_request;
    JsonWriter m_quoted; // the text as JSON says it
    Hasher m_hasher;
    ContentReader m_contents;
    FoundContents m_found;
    std::vector<std::int64_t> m_again;
};

} // namespace

Result<FoundContents> findContents(Connection& connection,
                                   std::shared_ptr<const ContentKeys> keys,
                                   const api::EraseRequest& request,
                                   const api::JobWatch& watch)
{
    return ContentSearch(std::move(keys), request).run(connection, watch);
}

} // namespace portcullis::audit
