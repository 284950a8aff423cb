#pragma once

#include "gateway/audit/database.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace portcullis::audit {

// How many records follow rec into the listing at once: a few milliseconds.
inline constexpr std::int64_t kListedSlice = 512;
// How far the listing may fall behind while records keep coming.
inline constexpr std::int64_t kMostUnlisted = 4096;
// Different kinds of records beyond which names of tools and clients are no longer told apart.
inline constexpr std::size_t kMostKinds = 50'000;
inline constexpr std::string_view kOtherName = "…";

// What a record is listed under. Texts are empty where the record has none.
struct RecordKind
{
    std::string type;
    std::string key;
    std::string server;
    std::string tool;
    std::string client;
    std::string outcome;
    std::string caseId;
    bool operator==(const RecordKind&) const = default;

    // The columns of rec that readKind() wants, in its order.
    static constexpr std::string_view kColumns = "type, key, srv, tool, client, outcome, case_id";
    [[nodiscard]] static RecordKind read(const Statement& row, int first);
    // Without the names that outsiders choose.
    [[nodiscard]] RecordKind folded() const;
};

// The kinds by their numbers, in memory.
class KindNumbers
{
public:
    [[nodiscard]] static Result<KindNumbers> load(Connection& connection);

    [[nodiscard]] std::optional<std::int64_t> find(const RecordKind& kind) const;
    void add(const RecordKind& kind, std::int64_t id);

    [[nodiscard]] std::size_t size() const { return m_ids.size(); }

private:
    std::unordered_map<std::string, std::int64_t> m_ids;
};

// The tables by which reviewers find records: who, what and how long, by number. They follow rec a
// moment later, in slices and in transactions of their own, so that no call waits for them; what
// they say follows from the records, and they are made again when they are missing.
//
// Owner: the store. Thread: the writer's. Failure: those of the database; then the caller rolls
// back and calls reload().
class Listing
{
public:
    // Makes the tables where they are missing, of another version, or say more than there is. Needs
    // a connection that is not restricted yet.
    [[nodiscard]] static Result<> prepare(Connection& connection);

    Listing() = default;
    // `connection` must outlive it.
    [[nodiscard]] static Result<Listing> open(Connection& connection);
    // As it stands in the tables.
    [[nodiscard]] Result<> reload(Connection& connection);

    // Number of the first record that is not listed.
    [[nodiscard]] std::int64_t next() const { return m_next; }

    // Lists up to `limit` records more, as part of the caller's transaction.
    [[nodiscard]] Result<> list(std::int64_t limit);

private:
    struct Entry
    {
        std::int64_t n = 0;
        std::int64_t kind = 0;
        std::optional<std::int64_t> pace;
        std::optional<std::int64_t> call;
    };

    [[nodiscard]] Result<> prepareStatements(Connection& connection);
    [[nodiscard]] Result<std::vector<Entry>> read(std::int64_t limit);
    [[nodiscard]] Result<std::int64_t> kindOf(RecordKind kind);
    [[nodiscard]] Result<> insert(std::vector<Entry>& entries);
    [[nodiscard]] Result<> count(const std::vector<Entry>& entries);

    std::int64_t m_next = 0;
    KindNumbers m_kinds;
    Statement m_read;
    Statement m_addKind;
    Statement m_addPost;
    Statement m_addPace;
    Statement m_addCall;
    Statement m_countBlock;
    Statement m_countPace;
    Statement m_moveOn;
};

} // namespace portcullis::audit
