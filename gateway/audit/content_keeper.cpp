#include "gateway/audit/content_keeper.h"

#include <openssl/crypto.h>

#include <array>
#include <string>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::int64_t kDayMicros = std::int64_t{24} * 60 * 60 * 1'000'000;

} // namespace

Result<std::vector<std::int64_t>> sharedKeys(Connection& connection)
{
    auto rows = connection.prepare("SELECT id FROM shared_key ORDER BY id");
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    std::vector<std::int64_t> ids;
    for (;;) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return ids;
        }
        ids.push_back(rows->integer(0));
    }
}

Result<> ContentKeeper::load(Connection& connection)
{
    m_connection = &connection;
    m_shared.reset();
    auto last = connection.prepare("SELECT s.id, r.hw, (SELECT count(*) FROM payload p"
                                   " WHERE p.n >= s.begin) FROM shared_key s"
                                   " JOIN rec r ON r.n = s.begin ORDER BY s.begin DESC LIMIT 1");
    if (!last) {
        return fail(std::move(last.error()));
    }
    const auto row = last->step();
    if (!row || !*row) {
        return row ? Result<>() : fail(row.error());
    }
    m_shared = m_keys->find(last->integer(0));
    m_day = last->integer(1) / kDayMicros;
    m_contents = last->integer(2);
    return {};
}

Result<std::size_t> ContentKeeper::missing() const
{
    const auto ids = sharedKeys(*m_connection);
    return ids ? Result<std::size_t>(m_keys->missing(*ids)) : fail(ids.error());
}

Result<> ContentKeeper::settle()
{
    const auto ids = sharedKeys(*m_connection);
    if (!ids) {
        return fail(ids.error());
    }
    const auto kept = m_keys->keepOnly(*ids);
    return kept ? Result<>() : fail(kept.error());
}

Result<> ContentKeeper::setAside(std::int64_t number)
{
    const auto ids = sharedKeys(*m_connection);
    return ids ? m_keys->setAside(*ids, number) : fail(ids.error());
}

Result<> ContentKeeper::beginKey(const Encoded& record)
{
    const auto id = m_keys->make();
    if (!id) {
        return fail(id.error());
    }
    auto insert = m_connection->prepare("INSERT INTO shared_key VALUES(?1, ?2)");
    if (!insert) {
        return fail(std::move(insert.error()));
    }
    insert->bind(1, record.n);
    insert->bind(2, *id);
    if (auto inserted = insert->run(); !inserted) {
        return inserted;
    }
    m_shared = m_keys->find(*id);
    m_day = record.hw / kDayMicros;
    m_contents = 0;
    return {};
}

Result<> ContentKeeper::seal(Encoded& record)
{
    if (!m_shared || m_contents >= kContentsPerKey || record.hw / kDayMicros != m_day) {
        if (auto begun = beginKey(record); !begun) {
            return begun;
        }
    }
    std::array<std::uint8_t, kContentKeyBytes> oneKey{};
    m_random.take(oneKey);
    const auto sealed = m_seal.seal(*m_shared, oneKey, record.n, record.salts, record.text);
    OPENSSL_cleanse(oneKey.data(), oneKey.size());
    if (!sealed) {
        return fail(sealed.error());
    }
    ++m_contents;
    record.wrappedKey = (*sealed)->wrappedKey;
    record.salts = (*sealed)->salts;
    if (record.text) {
        record.text = *(*sealed)->text;
    }
    return {};
}

Result<OpenContent> ContentReader::open(std::int64_t n, const Statement& row, int first)
{
    const auto shared = m_keys->find(keyOf(row, first)); // each time: it may be gone by now
    if (!shared) {
        return fail(ErrorCode::NotFound,
                    "The key to the content of record " + std::to_string(n) + " is gone.");
    }
    const auto text = row.isNull(first + 2) ? std::nullopt : std::optional(row.text(first + 2));
    return m_seal.open(*shared, n, row.text(first), row.text(first + 1), text);
}

} // namespace portcullis::audit
