#include "gateway/audit/stored_record.h"

#include "gateway/audit/canonical.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <array>

namespace portcullis::audit {

namespace {

constexpr std::string_view kColumns =
    "n, leaf, header, body, t, hw, type, call, key, kn, srv, sn, tool, client, reason, outcome,"
    " intent, duration_us, argument_bytes, result_bytes, head, case_id";

enum Column
{
    N,
    Leaf,
    Header,
    Body,
    T,
    Hw,
    Type,
    Call,
    Key,
    Kn,
    Srv,
    Sn,
    Tool,
    Client,
    Reason,
    Outcome,
    Intent,
    Duration,
    ArgumentBytes,
    ResultBytes,
    Head,
    CaseName,
    Count
};

static_assert(Count == StoredRecord::kColumnCount);

std::unexpected<Error> wrong(std::string_view what)
{
    return fail(ErrorCode::Corrupt, std::string(what));
}

bool isText(const Statement& row, Column column, JsonValue value)
{
    return value.exists() ? value.isString() && value.string() == row.text(column)
                          : row.isNull(column);
}

bool isNumber(const Statement& row, Column column, JsonValue value)
{
    return value.exists() ? value.integer() == row.integer(column) && !row.isNull(column)
                          : row.isNull(column);
}

bool matchesHeader(const Statement& row, JsonValue header)
{
    return isNumber(row, N, header["n"]) && isNumber(row, T, header["t"]) &&
           isNumber(row, Hw, header["hw"]) && isText(row, Type, header["type"]) &&
           isText(row, Call, header["call"]) && isText(row, Key, header["key"]) &&
           isNumber(row, Kn, header["kn"]) && isText(row, Srv, header["srv"]) &&
           isNumber(row, Sn, header["sn"]);
}

std::string clientOf(JsonValue caller)
{
    const std::string version = caller["client_ver"].string();
    return caller["client"].string() + (version.empty() ? "" : " " + version);
}

// What lists show of the body; empty members stand as NULL.
bool matchesTexts(const Statement& row, std::string_view type, JsonValue body)
{
    const bool outcome = type == "call.outcome";
    const bool orphaned = type == "call.orphaned";
    const bool refused = type == "call.denied" || type == "access.refused";
    const std::string client =
        outcome || orphaned ? body["client"].string() : clientOf(body["caller"]);
    std::string reason;
    std::string ended;
    if (type == "call.denied") {
        reason = body["policy"]["reason"].string();
    } else if (type == "access.refused") {
        reason = body["reason"].string();
    }
    if (outcome) {
        ended = body["status"].string();
    } else if (orphaned) {
        ended = "orphaned";
    } else if (refused) {
        ended = "denied";
    }
    return row.text(CaseName) == body["case"].string() && row.text(Tool) == body["tool"].string() &&
           row.text(Client) == client && row.text(Reason) == reason && row.text(Outcome) == ended;
}

bool matchesNumbers(const Statement& row, std::string_view type, JsonValue body)
{
    const bool closes = type == "call.outcome" || type == "call.orphaned";
    const JsonValue none;
    const JsonValue arguments = closes ? body["args_bytes"] : body["args"]["bytes"];
    const bool counted = isNumber(row, ArgumentBytes, arguments) ||
                         (!arguments.exists() && row.integer(ArgumentBytes) == 0);
    const JsonValue result = body["result"]["bytes"];
    const bool measured =
        isNumber(row, ResultBytes, result) || (!result.exists() && row.integer(ResultBytes) == 0);
    return isNumber(row, Intent, closes ? body["in"] : none) &&
           isNumber(row, Duration, type == "call.outcome" ? body["dur_us"] : none) && counted &&
           measured;
}

Result<> checkBody(const Statement& row, JsonValue header, bool& removed)
{
    removed = row.isNull(Body);
    if (removed) {
        return {};
    }
    const std::string_view line = row.text(Body);
    if (header["body"].string() != toHex(sha256(line))) {
        return wrong("its body is not the one that was recorded");
    }
    const auto body = parseCanonical(line);
    if (!body || body->root()["n"].integer() != row.integer(N)) {
        return wrong("its body is not in the form of a body");
    }
    const std::string_view type = row.text(Type);
    if (!matchesTexts(row, type, body->root()) || !matchesNumbers(row, type, body->root())) {
        return wrong("what lists show of it is not what its body says");
    }
    return {};
}

} // namespace

std::string_view StoredRecord::bodyOf(const Statement& row)
{
    return row.text(Body);
}

std::string_view StoredRecord::columns()
{
    return kColumns;
}

Result<StoredRecord> StoredRecord::read(const Statement& row)
{
    StoredRecord record;
    record.n = row.integer(N);
    const std::string_view line = row.text(Header);
    record.leaf = leafHash(line);
    const std::string_view leaf = row.text(Leaf);
    const auto same = [](std::uint8_t byte, char c) {
        return byte == static_cast<std::uint8_t>(c);
    };
    if (!std::ranges::equal(record.leaf, leaf, same)) {
        return wrong("its header is not the one that was hashed");
    }
    const auto header = parseCanonical(line);
    if (!header || header->root()["v"].integer() != 1) {
        return wrong("its header is not in the form of a header");
    }
    if (!matchesHeader(row, header->root())) {
        return wrong("what lists show of it is not what its header says");
    }
    if (auto body = checkBody(row, header->root(), record.bodyRemoved); !body) {
        return fail(std::move(body.error()));
    }
    record.type = row.text(Type);
    record.hw = row.integer(Hw);
    record.head = row.text(Head);
    return record;
}

} // namespace portcullis::audit
