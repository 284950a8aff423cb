#include "gateway/audit/log_check.h"

#include "gateway/audit/content_check.h"
#include "gateway/audit/listing_check.h"
#include "gateway/audit/stored_record.h"
#include "gateway/audit/stored_tree.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace portcullis::audit {

namespace {

constexpr std::int64_t kPiece = 1000; // records
constexpr const char* kDamagedElsewhere =
    "A page of the database that holds no record is damaged. Restore the log from a backup.";
constexpr const char* kListDamaged =
    "The list by which reviewers find records is damaged. Restore the log from a backup.";

// A page that is not the one that was written: then the database says that it is none.
bool isDamage(const Error& error)
{
    return error.code == ErrorCode::Corrupt || error.code == ErrorCode::Locked;
}

class LogCheck
{
public:
    LogCheck(Connection& connection,
             std::shared_ptr<const ContentKeys> contentKeys,
             std::shared_ptr<const LogKeys> keys,
             const api::CheckRequest& request,
             const api::JobWatch& watch,
             Remembered remembered)
        : m_connection(connection)
        , m_contentKeys(std::move(contentKeys))
        , m_keys(std::move(keys))
        , m_request(request)
        , m_watch(watch)
        , m_remembered(std::move(remembered))
        , m_pins(m_remembered.heads)
    {
        if (request.pin) {
            m_pins.push_back(*request.pin);
        }
    }

    [[nodiscard]] Result<api::LogReport> run()
    {
        auto done = prepare();
        done = done ? records() : std::move(done);
        done = done && !m_report.fault ? checkEnd() : std::move(done);
        // After one page that it cannot make out the database gives no other one any more.
        if (!done && !isDamage(done.error()) && !m_isListDamaged) {
            return fail(std::move(done.error()));
        }
        if (!done && !m_report.fault) {
            m_report.fault = m_isListDamaged ? kListDamaged : kDamagedElsewhere;
        }
        m_report.contentsLost = m_contents ? m_contents->lost() : 0;
        m_report.head = {origin(), m_tree.size(), m_tree.root()};
        m_report.isPinMissing = !m_remembered.isWhole && m_tree.size() > 0;
        const auto latest = std::ranges::max_element(m_remembered.heads, {}, &api::TreeHead::size);
        if (latest != m_remembered.heads.end()) {
            m_report.remembered = *latest;
        }
        return std::move(m_report);
    }

private:
    [[nodiscard]] std::string origin() const
    {
        return "portcullis.local/" + m_log + "/" + std::to_string(m_epoch);
    }

    // The epoch of the first record: each accepted alarm has raised it by one.
    [[nodiscard]] Result<> prepare()
    {
        auto log = m_connection.queryText("SELECT v FROM meta WHERE k = 'log'");
        const auto epoch = m_connection.queryInteger("SELECT v FROM meta WHERE k = 'epoch'");
        const auto alarms =
            m_connection.queryInteger("SELECT count(*) FROM rec WHERE type = 'alarm.log'");
        m_isDamaged = !alarms && isDamage(alarms.error());
        if (!log || !epoch || (!alarms && !m_isDamaged)) {
            return fail(!log ? log.error() : !epoch ? epoch.error() : alarms.error());
        }
        m_log = std::move(*log);
        m_epoch = *epoch - alarms.value_or(0);
        auto nodes = m_connection.prepare("SELECT hash FROM node WHERE level = ?1 AND i = ?2");
        if (!nodes) {
            return fail(std::move(nodes.error()));
        }
        m_nodes = std::move(*nodes);
        auto listing = ListingCheck::begin(m_connection);
        if (!listing && !isDamage(listing.error())) {
            return fail(std::move(listing.error()));
        }
        m_isListDamaged = !listing;
        m_listing = listing ? std::move(*listing) : ListingCheck();
        auto contents = ContentCheck::begin(
            m_connection, m_contentKeys, m_request.depth == api::CheckDepth::Deep);
        if (!contents) {
            return fail(std::move(contents.error()));
        }
        m_contents.emplace(std::move(*contents));
        return renewSigner();
    }

    [[nodiscard]] Result<> renewSigner()
    {
        auto signer = LogSigner::make(m_keys, origin());
        if (!signer) {
            return fail(std::move(signer.error()));
        }
        m_signer.emplace(std::move(*signer));
        return {};
    }

    // In short reads: a long one would keep the log's WAL from being emptied.
    [[nodiscard]] Result<> records()
    {
        auto last = m_connection.queryInteger("SELECT n FROM rec ORDER BY n DESC LIMIT 1");
        if (!last && last.error().code != ErrorCode::NotFound) {
            return fail(std::move(last.error()));
        }
        const std::int64_t end = last ? *last + 1 : 0;
        auto rows = m_connection.prepare("SELECT " + std::string(StoredRecord::columns()) + ", " +
                                         ListingCheck::columns() +
                                         " FROM rec WHERE n >= ?1 AND n < ?2 ORDER BY n");
        if (!rows) {
            return fail(std::move(rows.error()));
        }
        for (std::int64_t begin = 0; begin < end && !m_report.fault; begin += kPiece) {
            if (m_watch.stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "The check was cancelled.");
            }
            rows->bind(1, begin);
            rows->bind(2, std::min(begin + kPiece, end));
            if (auto read = piece(*rows); !read) {
                return read;
            }
            rows->reset();
            if (auto again = contentsAgain(); !again) {
                return again;
            }
            if (m_watch.progress) {
                m_watch.progress(m_report.records, static_cast<std::uint64_t>(end));
            }
        }
        if (!m_report.fault && m_report.records != static_cast<std::uint64_t>(end)) {
            fault(static_cast<std::int64_t>(m_report.records), "it is missing");
        }
        return {};
    }

    [[nodiscard]] Result<> piece(Statement& rows)
    {
        while (!m_report.fault) {
            const auto more = rows.step();
            if (more && !*more) {
                return {};
            }
            auto done = more ? record(rows) : fail(more.error());
            if (!done && isDamage(done.error())) {
                fault(static_cast<std::int64_t>(m_report.records),
                      "it cannot be read, as a page of the database is damaged");
                return {};
            }
            if (!done) {
                return done;
            }
        }
        return {};
    }

    [[nodiscard]] Result<> record(const Statement& row)
    {
        const auto n = static_cast<std::int64_t>(m_tree.size());
        const auto found = StoredRecord::read(row);
        if (!found) {
            fault(n, found.error().message);
            return {};
        }
        if (found->n != n) {
            fault(n, "it is missing");
            return {};
        }
        if (found->hw < m_lastHw) {
            fault(n, "the time of the log runs backwards there");
            return {};
        }
        m_lastHw = found->hw;
        if (found->type == "alarm.log") {
            ++m_epoch;
            if (auto renewed = renewSigner(); !renewed) {
                return renewed;
            }
        }
        m_report.bodiesRemoved += found->bodyRemoved ? 1 : 0;
        if (auto appended = append(*found); !appended || m_report.fault) {
            return appended;
        }
        if (auto checked = checkContent(row, *found); !checked || m_report.fault) {
            return checked;
        }
        return checkListing(row, n);
    }

    [[nodiscard]] Result<> append(const StoredRecord& record)
    {
        std::vector<HashedSubtree> completed;
        m_tree.append(record.leaf, &completed);
        ++m_report.records;
        checkPin(record.n);
        if (auto stored = checkNodes(record.n, completed); !stored) {
            return stored;
        }
        m_endsSigned = !record.head.empty();
        if (m_endsSigned && m_request.depth == api::CheckDepth::Deep) {
            checkHead(record.n, record.head);
        } else if (m_endsSigned) {
            m_lastHead = record.head;
        }
        return {};
    }

    [[nodiscard]] Result<> checkContent(const Statement& row, const StoredRecord& record)
    {
        const auto wrong = m_contents->record(record.n, record.type, StoredRecord::bodyOf(row));
        if (wrong && *wrong) {
            fault(record.n, **wrong);
        }
        return wrong ? Result<>() : fail(wrong.error());
    }

    [[nodiscard]] Result<> contentsAgain()
    {
        const auto wrong = m_contents->lookAgain();
        if (wrong && *wrong) {
            fault((*wrong)->n, (*wrong)->what);
        }
        return wrong ? Result<>() : fail(wrong.error());
    }

    [[nodiscard]] Result<> checkListing(const Statement& row, std::int64_t n)
    {
        if (m_isListDamaged) {
            return {};
        }
        const auto same = m_listing.record(row, StoredRecord::kColumnCount);
        if (same && !*same) {
            fault(n, "reviewers find it as something else than it is");
        }
        m_isListDamaged = !same && isDamage(same.error());
        return same || m_isListDamaged ? Result<>() : fail(same.error());
    }

    void checkHead(std::int64_t n, std::string_view signature)
    {
        ++m_report.signatures;
        if (m_isDamaged) {
            return; // of which epoch it is cannot be told; the record that is damaged comes
        }
        if (!m_signer->verifiesHead({origin(), m_tree.size(), m_tree.root()}, signature)) {
            fault(n, "the records up to it are not those that were signed with it");
        }
    }

    // What somebody remembers of the log is still there.
    void checkPin(std::int64_t n)
    {
        for (const api::TreeHead& pin : m_pins) {
            if (m_tree.size() == pin.size && m_tree.root() != pin.root) {
                fault(n, "the records up to it are not those that the pin was made of");
            }
        }
    }

    // The same records signed as another log, or in an epoch that nobody here has begun.
    void checkOrigin()
    {
        for (const api::TreeHead& head : m_remembered.heads) {
            if (head.origin != origin()) {
                fault(static_cast<std::int64_t>(m_tree.size()) - 1,
                      "the log is " + origin() + " there, but it is remembered as " + head.origin);
            }
        }
    }

    [[nodiscard]] Result<> checkNodes(std::int64_t n, const std::vector<HashedSubtree>& completed)
    {
        for (const HashedSubtree& node : completed) {
            if (!isStored(node.subtree)) {
                continue;
            }
            m_nodes.bind(1, static_cast<std::int64_t>(node.subtree.level));
            m_nodes.bind(2, static_cast<std::int64_t>(node.subtree.index));
            const auto row = m_nodes.step();
            if (!row) {
                return fail(row.error());
            }
            const auto same = [](std::uint8_t byte, char c) {
                return byte == static_cast<std::uint8_t>(c);
            };
            if (!*row || !std::ranges::equal(node.hash, m_nodes.text(0), same)) {
                fault(n, "the stored hash of the tree that ends with it is another one");
            }
            m_nodes.reset();
        }
        return {};
    }

    // Every commit ends with a signed head, so does the log.
    [[nodiscard]] Result<> checkEnd()
    {
        const auto latest = std::ranges::max_element(m_pins, {}, &api::TreeHead::size);
        if (latest != m_pins.end() && latest->size > m_tree.size()) {
            m_report.fault = "The log has " + std::to_string(m_tree.size()) +
                             " records; when the pin was made, it had " +
                             std::to_string(latest->size) + ".";
            m_report.firstBad = static_cast<std::int64_t>(m_tree.size());
            return {};
        }
        if (m_tree.size() == 0) {
            return {};
        }
        checkOrigin();
        if (const auto wrong = m_contents->end(); !wrong) {
            return fail(wrong.error());
        } else if (*wrong) {
            fault((*wrong)->n, (*wrong)->what);
        }
        const auto last = static_cast<std::int64_t>(m_tree.size()) - 1;
        if (!m_endsSigned) {
            fault(last, "nobody has signed the records up to it");
        } else if (m_request.depth == api::CheckDepth::Heads) {
            checkHead(last, m_lastHead);
        }
        return checkListingsEnd(last);
    }

    [[nodiscard]] Result<> checkListingsEnd(std::int64_t last)
    {
        const auto same = m_isListDamaged ? Result<bool>(true) : m_listing.end(m_connection);
        if (same && !*same) {
            fault(last, "what reviewers find the records by is not what they say");
        }
        m_isListDamaged = m_isListDamaged || (!same && isDamage(same.error()));
        if (m_isListDamaged && !m_report.fault) {
            m_report.fault = kListDamaged;
        }
        return same || m_isListDamaged ? Result<>() : fail(same.error());
    }

    void fault(std::int64_t n, const std::string& what)
    {
        if (!m_report.fault) {
            m_report.fault = "Record " + std::to_string(n) + ": " + what + ".";
            m_report.firstBad = n;
        }
    }

    Connection& m_connection;
    std::shared_ptr<const ContentKeys> m_contentKeys;
    std::shared_ptr<const LogKeys> m_keys;
    const api::CheckRequest& m_request;
    const api::JobWatch& m_watch;
    Remembered m_remembered;
    std::vector<api::TreeHead> m_pins; // those remembered, and the request's
    Statement m_nodes;
    ListingCheck m_listing;
    std::optional<ContentCheck> m_contents;
    std::optional<LogSigner> m_signer;
    std::string m_log;
    std::int64_t m_epoch = 0;
    bool m_isDamaged = false; // some record cannot be read: only which one is asked
    bool m_isListDamaged = false;
    std::int64_t m_lastHw = 0;
    Frontier m_tree;
    std::string m_lastHead;
    bool m_endsSigned = false;
    api::LogReport m_report;
};

} // namespace

Result<api::LogReport> checkLog(Connection& connection,
                                std::shared_ptr<const ContentKeys> contentKeys,
                                const std::shared_ptr<const LogKeys>& keys,
                                const api::CheckRequest& request,
                                const api::JobWatch& watch,
                                Remembered remembered)
{
    return LogCheck(connection, std::move(contentKeys), keys, request, watch, std::move(remembered))
        .run();
}

} // namespace portcullis::audit
