#include "gateway/audit/audit_log.h"
#include "gateway/audit/bundle/export.h"
#include "gateway/audit/open_connection.h"
#include "gateway/base/crypto.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_folder.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <random>
#include <semaphore>
#include <string>

// What an export costs. Not a test: run it by hand on a quiet machine. It makes a log as busy
// months would, and writes it as a bundle several times.
//   export_bench [calls] [days] [times] [bundle to keep]
namespace portcullis::audit {
namespace {

constexpr std::array kTools{
    "search_documents", "read_file", "list_directory", "query", "send_mail"};
constexpr std::array kServers{"files", "crm", "warehouse"};
constexpr std::array kKeys{"vk_0123456789abcdef", "vk_fedcba9876543210", "vk_00112233aabbccdd"};

Content content(std::string text)
{
    Content out;
    out.end = text.size();
    out.text = std::make_shared<const std::string>(std::move(text));
    return out;
}

// A log of calls, refusals and changes; which, a fixed seed says.
class Filler
{
public:
    Filler(AuditLog& log, portcullis::test::ManualClock& clock)
        : m_log(log)
        , m_clock(clock)
    {}

    void run(int calls, int days)
    {
        const std::chrono::microseconds pause = std::chrono::days(days);
        append(RunOpen{"0.1.0", 7, std::string(64, 'a')});
        for (int i = 0; i < calls; ++i) {
            m_clock.advance(pause / calls);
            const int kind = number(0, 99);
            kind < 3 ? deny(i) : call(i);
            if (number(0, 1999) == 0) {
                append(ConfigurationChanged{number(0, 1) == 0 ? "key.allow" : "server.update",
                                            "crm",
                                            8,
                                            std::string(64, 'b'),
                                            std::string(64, 'c'),
                                            "gui"});
                append(AccessRefused{{}, api::Reason::UnknownKey, 12});
            }
        }
        append(RunClose{"quit"});
        m_log.flush();
    }

private:
    int number(int least, int most)
    {
        return std::uniform_int_distribution<int>(least, most)(m_random);
    }

    Caller caller()
    {
        Caller out;
        out.key = KeyId(kKeys.at(static_cast<std::size_t>(number(0, 2))));
        out.client = "claude-code";
        out.clientVersion = "2.1.0";
        out.transport = "http";
        out.revision = "2025-11-25";
        return out;
    }

    void call(int i)
    {
        CallIntent intent;
        intent.call = CallId("019aab00-0000-7000-8000-" + std::to_string(100'000'000'000 + i));
        intent.caller = caller();
        intent.server = ServerId(kServers.at(static_cast<std::size_t>(number(0, 2))));
        intent.tool = kTools.at(static_cast<std::size_t>(std::min(number(0, 6), number(0, 4))));
        intent.definitionHash = std::string(64, 'd');
        intent.arguments = content(R"({"query":")" + std::string(200, 'q') + R"(","limit":20})");
        intent.rule = "*:*";
        CallOutcome outcome;
        outcome.call = intent.call;
        outcome.key = intent.caller.key;
        outcome.client = "claude-code 2.1.0";
        outcome.server = intent.server;
        outcome.tool = intent.tool;
        outcome.outcome = number(0, 49) == 0 ? api::Outcome::ToolError : api::Outcome::Ok;
        outcome.result = content(R"({"text":")" + std::string(1000, 'r') + R"("})");
        outcome.upstreamMicros =
            static_cast<std::int64_t>(std::lognormal_distribution<double>(8, 1)(m_random));
        outcome.queueMicros = number(100, 400);
        outcome.totalMicros = outcome.upstreamMicros + outcome.queueMicros;
        append(std::move(intent));
        append(std::move(outcome));
    }

    void deny(int i)
    {
        CallDenied denied;
        denied.call = CallId("019aab00-0000-7000-9000-" + std::to_string(100'000'000'000 + i));
        denied.caller = caller();
        denied.server = ServerId("files");
        denied.tool = "delete_everything";
        denied.arguments = content("{}");
        append(std::move(denied));
    }

    void append(Record record)
    {
        m_room.acquire();
        m_log.append(std::move(record), [this](const Result<Receipt>&) { m_room.release(); });
    }

    AuditLog& m_log;
    portcullis::test::ManualClock& m_clock;
    std::mt19937 m_random{1};
    std::counting_semaphore<1024> m_room{1024};
};

double cpuSeconds()
{
    struct rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void measure(Connection& connection,
             const LogSigner& signer,
             const std::filesystem::path& bundle,
             WallTime now)
{
    bundle::ExportRequest request;
    request.created = now;
    request.purpose = "Quarterly review";
    request.requestedBy = "J. Auditor";
    const double cpu = cpuSeconds();
    const auto start = std::chrono::steady_clock::now();
    const auto summary = bundle::exportBundle(connection, signer, request, bundle);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    if (!summary) {
        std::printf("%s (%s)\n", summary.error().message.c_str(), summary.error().cause.c_str());
        return;
    }
    struct rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto records = static_cast<double>(summary->counts.headers);
    constexpr double kMicros = 1e6;
    std::printf("%.0f records in %.2f s: %.0f a second; CPU %.1f us a record; peak %ld MB\n",
                records,
                spent.count(),
                records / spent.count(),
                kMicros * (cpuSeconds() - cpu) / records,
                usage.ru_maxrss / 1024);
}

int run(int calls, int days, int times, const std::filesystem::path& kept)
{
    const portcullis::test::TempFolder temp;
    portcullis::test::ManualClock clock;
    const auto keys = std::make_shared<const LogKeys>(LogKeys::generate().value());
    LogOptions options;
    options.folder = temp.path() / "log";
    options.minimumFreeBytes = 0;
    options.durability = api::Durability::Standard;
    options.keys = [&keys](bool) { return Result<std::shared_ptr<const LogKeys>>(keys); };
    const SecretBytes key = randomSecret(32);
    auto log = AuditLog::open(options, key.duplicate(), clock);
    if (!log) {
        std::fprintf(stderr, "%s\n", log.error().message.c_str());
        return 1;
    }
    Filler(**log, clock).run(calls, days);
    const LogSigner signer = LogSigner::make(keys, (*log)->origin()).value();
    auto connection =
        openConnection(options.folder / "audit.db", key, Access::Reader, api::Durability::Standard);
    const auto bundle = kept.empty() ? temp.path() / "bundle.zip" : kept;
    for (int i = 0; connection && i < times; ++i) {
        measure(*connection, signer, bundle, clock.wallNow());
    }
    return 0;
}

} // namespace
} // namespace portcullis::audit

int main(int argc, char** argv)
{
    const auto argument = [&](int i, int otherwise) {
        return argc > i ? std::stoi(argv[i]) : otherwise;
    };
    return portcullis::audit::run(
        argument(1, 100'000), argument(2, 90), argument(3, 3), argc > 4 ? argv[4] : "");
}
