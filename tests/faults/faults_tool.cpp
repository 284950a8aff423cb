#include "gateway/audit/log_folder.h"
#include "gateway/audit/open_connection.h"
#include "gateway/base/crypto.h"
#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway.h"
#include "gateway/secrets/key_slots.h"
#include "tests/faults/installed_log.h"
#include "tests/gateway/audit/sample_records.h"

#include <fstream>
#include <future>
#include <iostream>
#include <span>
#include <sqlite3.h>
#include <vector>

// What the scripts of this folder need of the log:
//
//   faults_tool write FOLDER RECEIPTS
//       makes a few calls in a log of its own and writes down their receipts
//   faults_tool examine FOLDER RECEIPTS UNANSWERED [PASSPHRASEFILE REACHED]
//       asks the oracle; prints one line of JSON; exit status 1 when something is wrong
//   faults_tool change FOLDER PASSPHRASEFILE SQL
//       changes the log of a closed installation as somebody would who has its key
namespace portcullis::faults {
namespace {

constexpr int kRounds = 8; // of two calls at once

std::string firstLine(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

Result<SecretBytes> masterKey(const std::filesystem::path& folder, std::string_view passphrase)
{
    if (passphrase.empty()) {
        return SecretBytes(std::span<const std::uint8_t>(std::vector<std::uint8_t>(32, 7)));
    }
    const auto slots = secrets::KeySlots::load(folder / engine::kKeySlotsFile);
    return slots ? slots->openWithPassphrase(SecretBytes(passphrase)) : fail(slots.error());
}

int failed(const Error& error)
{
    std::cerr << error.message << " " << error.cause << "\n";
    return 1;
}

std::future<Result<audit::Receipt>> append(audit::AuditLog& log, audit::Record record)
{
    auto promise = std::make_shared<std::promise<Result<audit::Receipt>>>();
    auto future = promise->get_future();
    log.append(std::move(record),
               [promise](Result<audit::Receipt> receipt) { promise->set_value(receipt); });
    return future;
}

// What fails is not told, and the next one is tried all the same.
void makeCalls(audit::AuditLog& log, ReceiptFile& receipts)
{
    for (int i = 0; i < kRounds; ++i) {
        std::vector<std::pair<std::string, std::future<Result<audit::Receipt>>>> begun;
        for (int j = 0; j < 2; ++j) {
            const std::string call = audit::test::callId(2 * i + j);
            begun.emplace_back(call,
                               append(log, audit::test::intent(call, std::string(3000, 'a'))));
        }
        std::vector<std::future<Result<audit::Receipt>>> ended;
        for (auto& [call, future] : begun) {
            if (const auto intent = future.get()) {
                receipts.add(*intent);
                ended.push_back(
                    append(log, audit::test::outcome(call, intent->n, std::string(5000, 'r'))));
            }
        }
        for (auto& future : ended) {
            if (const auto outcome = future.get()) {
                receipts.add(*outcome);
            }
        }
    }
}

int write(const std::filesystem::path& folder, const std::filesystem::path& file)
{
    const SystemClock clock;
    ReceiptFile receipts(file);
    const auto log = installedLog(folder, *masterKey(folder, {}), clock).open();
    if (!log) {
        return failed(log.error());
    }
    makeCalls(**log, receipts);
    return 0;
}

int examine(std::span<char* const> arguments)
{
    const SystemClock clock;
    const std::filesystem::path folder = arguments[0];
    const auto master =
        masterKey(folder, arguments.size() > 3 ? firstLine(arguments[3]) : std::string());
    if (!master) {
        return failed(master.error());
    }
    Oracle oracle;
    if (!readReceipts(arguments[1], oracle)) {
        return failed({ErrorCode::InvalidArgument, "A line of the receipts is not one.", {}});
    }
    if (arguments.size() > 4) {
        std::ifstream reached(arguments[4]);
        for (std::string trace; reached >> trace;) {
            oracle.keepReached(trace);
        }
    }
    const Findings found =
        oracle.examine(installedLog(folder, *master, clock), std::stoull(arguments[2]));
    std::cout << R"({"records":)" << found.records << R"(,"receipts":)" << found.receipts
              << R"(,"calls":)" << found.calls << R"(,"orphaned":)" << found.orphaned
              << R"(,"untold":)" << found.untold << "}\n";
    if (!found.fault.empty()) {
        std::cerr << found.fault << "\n";
    }
    return found.fault.empty() ? 0 : 1;
}

int change(const std::filesystem::path& folder,
           const std::filesystem::path& passphrase,
           const std::string& sql)
{
    const auto master = masterKey(folder, firstLine(passphrase));
    if (!master) {
        return failed(master.error());
    }
    auto connection = audit::openConnection(folder / audit::kLogFileName,
                                            deriveKey(*master, engine::kAuditKeyPurpose),
                                            audit::Access::Writer,
                                            api::Durability::Strict);
    if (!connection) {
        return failed(connection.error());
    }
    sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    const auto done = connection->execute(
        ("PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE type = 'trigger';"
         "PRAGMA writable_schema = RESET;" +
         sql)
            .c_str());
    return done ? 0 : failed(done.error());
}

int run(std::span<char* const> arguments)
{
    const std::string_view command = arguments.size() > 1 ? arguments[1] : "";
    if (command == "write" && arguments.size() == 4) {
        return write(arguments[2], arguments[3]);
    }
    if (command == "examine" && arguments.size() >= 5) {
        return examine(arguments.subspan(2));
    }
    if (command == "change" && arguments.size() == 5) {
        return change(arguments[2], arguments[3], arguments[4]);
    }
    std::cerr << "usage: faults_tool write|examine|change FOLDER …\n";
    return 2;
}

} // namespace
} // namespace portcullis::faults

int main(int count, char** values)
{
    return portcullis::faults::run({values, static_cast<std::size_t>(count)});
}
