#pragma once

#include "gateway/api/retention.h"
#include "gateway/audit/content_keeper.h"
#include "gateway/audit/database.h"
#include "gateway/audit/hashing.h"
#include "gateway/audit/removal_history.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Whether contents are what was recorded, and whether what is not there any more was removed.
namespace portcullis::audit {

// One value of a content, with the salt that opens its commitment.
struct ProvenValue
{
    std::string field;
    std::string_view salt; // kSaltBytes, within the content
    std::string_view text;
};

// The values that a body's commitments `c` stand for; nothing when the content is another one.
[[nodiscard]] std::optional<std::vector<ProvenValue>>
provenValues(const JsonValue& commitments, const OpenContent& content, Hasher& hasher);

// The part of a log's check that is about contents and removed bodies.
//
// Owner: the check. Thread: the connection's. Memory: that of RemovalHistory. Errors: those of the
// database.
class ContentCheck
{
public:
    // `connection` must outlive it. `opens`: whether contents are opened, or only looked for.
    [[nodiscard]] static Result<ContentCheck>
    begin(Connection& connection, std::shared_ptr<const ContentKeys> keys, bool opens);

    // What is wrong with a record whose header and body are those that were recorded; nothing when
    // all is well. `body` is empty when it was removed.
    [[nodiscard]] Result<std::optional<std::string>>
    record(std::int64_t n, std::string_view type, std::string_view body);

    struct Wrong
    {
        std::int64_t n = 0;
        std::string what;
    };

    // Looks at what could not be opened, when nothing else is being read from the connection.
    [[nodiscard]] Result<std::optional<Wrong>> lookAgain();

    // After the last record: whether more is missing than was removed.
    [[nodiscard]] Result<std::optional<Wrong>> end();

    // Contents that are there, but whose key is gone: lost, or erased after this copy of the log
    // was made.
    [[nodiscard]] std::uint64_t lost() const { return m_lost; }

private:
    ContentCheck(Connection& connection, std::shared_ptr<const ContentKeys> keys, bool opens);
    [[nodiscard]] Result<> readRemovals();
    [[nodiscard]] Result<std::optional<std::string>> withoutBody(std::int64_t n,
                                                                 std::string_view type);
    [[nodiscard]] Result<std::optional<std::string>>
    content(std::int64_t n, const JsonValue& body, bool isSecondLook);
    [[nodiscard]] Result<std::optional<std::string>>
    look(std::int64_t n, const JsonValue& body, bool isSecondLook);
    [[nodiscard]] Result<bool> wasRemoved(api::Removable what, std::int64_t n);

    Connection* m_connection;
    ContentReader m_contents;
    bool m_opens;
    Hasher m_hasher;
    Statement m_row;
    RemovalHistory m_removals;
    std::vector<std::int64_t> m_again; // their keys were gone at the first look
    std::uint64_t m_lost = 0;
    std::int64_t m_records = 0; // that were there when the removals were read
};

} // namespace portcullis::audit
