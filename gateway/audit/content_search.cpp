#include "gateway/audit/content_search.h"

#include "gateway/audit/content_keeper.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::int64_t kPiece = 1000; // records
constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

// As two such for a character beyond the first plane.
void appendCode(std::string& out, std::uint32_t code, const char* format)
{
    if (code >= 0x10000) {
        appendCode(out, 0xD800 + ((code - 0x10000) >> 10U), format);
        code = 0xDC00 + ((code - 0x10000) & 0x3FFU);
    }
    std::array<char, 8> digits{};
    std::snprintf(digits.data(), digits.size(), format, code);
    out += digits.data();
}

// UTF-8 as it stands in a JSON string: with `format`, in ASCII alone.
std::string escaped(std::string_view text, const char* format)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        if (lead < 0x80 || format == nullptr) {
            out += lead == '"' || lead == '\\' ? "\\" : "";
            out.push_back(text[i++]);
            continue;
        }
        const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        std::uint32_t code = lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
            code = code << 6U | (static_cast<std::uint8_t>(text[i + k]) & 0x3FU);
        }
        appendCode(out, code, format);
        i += length;
    }
    return out;
}

// The ways in which a text can stand in a content: JSON may say a character by its code.
std::vector<std::string> waysToSay(const std::string& text)
{
    std::vector<std::string> ways{
        text, escaped(text, nullptr), escaped(text, "\\u%04x"), escaped(text, "\\u%04X")};
    std::ranges::sort(ways);
    const auto repeated = std::ranges::unique(ways);
    ways.erase(repeated.begin(), repeated.end());
    return ways;
}

class ContentSearch
{
public:
    ContentSearch(std::shared_ptr<const ContentKeys> keys, const api::EraseRequest& request)
        : m_request(request)
        , m_contents(std::move(keys))
        , m_ways(waysToSay(request.containing))
    {}

    [[nodiscard]] Result<std::vector<std::int64_t>> run(Connection& connection,
                                                        const api::JobWatch& watch)
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
            if (auto read = piece(*rows); !read) {
                return fail(std::move(read.error()));
            }
            rows->reset();
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
               " FROM payload p JOIN rec r ON r.n = p.n" + ContentReader::kJoin +
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

    [[nodiscard]] Result<> piece(Statement& rows)
    {
        for (;;) {
            const auto row = rows.step();
            if (!row || !*row) {
                return row ? Result<>() : fail(row.error());
            }
            const std::int64_t n = rows.integer(0);
            if (m_request.containing.empty()) {
                m_found.push_back(n);
                continue;
            }
            const auto content = m_contents.open(n, rows, 1);
            if (!content && content.error().code != ErrorCode::NotFound) {
                return fail(content.error());
            }
            if (content && content->text && has(content->text->revealText())) {
                m_found.push_back(n);
            }
        }
    }

    [[nodiscard]] bool has(std::string_view text) const
    {
        return std::ranges::any_of(
            m_ways, [text](const std::string& way) { return text.find(way) != text.npos; });
    }

    const api::EraseRequest& m_request;
    ContentReader m_contents;
    std::vector<std::string> m_ways;
    std::vector<std::int64_t> m_found;
};

} // namespace

Result<std::vector<std::int64_t>> findContents(Connection& connection,
                                               std::shared_ptr<const ContentKeys> keys,
                                               const api::EraseRequest& request,
                                               const api::JobWatch& watch)
{
    return ContentSearch(std::move(keys), request).run(connection, watch);
}

} // namespace portcullis::audit
