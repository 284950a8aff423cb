#include "gateway/audit/audit_log.h"
#include "gateway/base/crypto.h"
#include "tests/support/temp_folder.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <future>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

// What appending to the log costs. Not a test: run it by hand on a quiet machine.
//   audit_bench [seconds per part] [calls a second of the open loop] [parts: 1, o, w]
namespace portcullis::audit {
namespace {

using Clock = std::chrono::steady_clock;

Content content(std::string text)
{
    Content out;
    out.end = text.size();
    out.text = std::make_shared<const std::string>(std::move(text));
    return out;
}

std::string arguments()
{
    return R"({"query":")" + std::string(200, 'q') + R"(","limit":20,"patient":"P1234"})";
}

std::string result()
{
    return R"({"content":[{"type":"text","text":")" + std::string(2000, 'r') + R"("}]})";
}

CallIntent intent(std::int64_t number, const Content& args)
{
    CallIntent out;
    out.call = CallId("019aab00-0000-7000-8000-" + std::to_string(100'000'000'000 + number));
    out.caller.key = KeyId("vk_0123456789abcdef");
    out.caller.session = "0123456789abcdef0123456789abcdef";
    out.caller.client = "claude-code";
    out.caller.clientVersion = "2.1.0";
    out.caller.transport = "http";
    out.caller.revision = "2025-11-25";
    out.server = ServerId("files");
    out.tool = "search_documents";
    out.definitionHash = std::string(64, 'd');
    out.serverVersion = "1.4.2";
    out.serverRevision = "2025-11-25";
    out.arguments = args;
    out.rule = "files:*";
    out.configRevision = 12;
    return out;
}

CallOutcome outcome(const CallId& call, std::int64_t number, const Content& answer)
{
    CallOutcome out;
    out.call = call;
    out.intent = number;
    out.key = KeyId("vk_0123456789abcdef");
    out.client = "claude-code 2.1.0";
    out.server = ServerId("files");
    out.tool = "search_documents";
    out.result = answer;
    out.argumentBytes = 240;
    out.totalMicros = 2345;
    out.queueMicros = 234;
    out.upstreamMicros = 2000;
    return out;
}

double cpuMicros()
{
    struct rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto micros = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return micros(usage.ru_utime) + micros(usage.ru_stime);
}

// Latencies in microseconds, from the threads that complete records.
class Latencies
{
public:
    void add(Clock::time_point start)
    {
        const auto spent =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
        const std::scoped_lock lock(m_mutex);
        m_micros.push_back(spent.count());
    }

    void print(const char* name, double cpu, const LogTimings& before, const LogTimings& after)
    {
        const std::scoped_lock lock(m_mutex);
        std::ranges::sort(m_micros);
        const auto at = [this](double part) {
            const auto index = static_cast<double>(m_micros.size() - 1) * part;
            return static_cast<long long>(m_micros[static_cast<std::size_t>(index)]);
        };
        const auto records = static_cast<double>(m_micros.size());
        std::printf(
            "%-22s %7.0f records  p50 %5lld  p90 %5lld  p99 %6lld  p99.9 %6lld  max %6lld us"
            "  cpu %5.1f  encode %4.1f  store %5.1f us/record  batch %5.1f  checkpoints %llu ms\n",
            name,
            records,
            at(0.5),
            at(0.9),
            at(0.99),
            at(0.999),
            at(1.0),
            cpu / records,
            static_cast<double>(after.encodeMicros - before.encodeMicros) / records,
            static_cast<double>(after.commitMicros - before.commitMicros) / records,
            records / static_cast<double>(after.batches - before.batches),
            static_cast<unsigned long long>((after.checkpointMicros - before.checkpointMicros) /
                                            1000));
    }

private:
    std::mutex m_mutex;
    std::vector<std::int64_t> m_micros;
};

// One record after the other: the cost of a commit for a single record.
void oneByOne(AuditLog& log, const char* name, std::chrono::seconds length)
{
    const Content args = content(arguments());
    const Content answer = content(result());
    Latencies latencies;
    const LogTimings before = log.timings();
    const double cpu = cpuMicros();
    const auto end = Clock::now() + length;
    for (std::int64_t i = 0; Clock::now() < end; ++i) {
        const auto write = [&log, &latencies](Record record) {
            std::promise<std::int64_t> done;
            const auto start = Clock::now();
            log.append(std::move(record), [&done](const Result<Receipt>& receipt) {
                done.set_value(receipt ? receipt->n : -1);
            });
            const std::int64_t n = done.get_future().get();
            latencies.add(start);
            return n;
        };
        CallIntent call = intent(i, args);
        const CallId id = call.call;
        const std::int64_t n = write(std::move(call));
        write(outcome(id, n, answer));
    }
    latencies.print(name, cpuMicros() - cpu, before, log.timings());
}

// Calls in flight as the open loop or the window says: each outcome follows its intent's receipt.
class Calls
{
public:
    explicit Calls(AuditLog& log)
        : m_log(log)
    {}

    template <typename Ended>
    void start(std::int64_t number, Ended ended)
    {
        CallIntent call = intent(number, m_args);
        const CallId id = call.call;
        const auto started = Clock::now();
        m_log.append(std::move(call), [this, id, started, ended](const Result<Receipt>& receipt) {
            latencies.add(started);
            if (!receipt) {
                ++failures;
                ended();
                return;
            }
            const auto answered = Clock::now();
            m_log.append(outcome(id, receipt->n, m_answer),
                         [this, answered, ended](const Result<Receipt>& closed) {
                             latencies.add(answered);
                             failures += closed ? 0 : 1;
                             ended();
                         });
        });
    }

    Latencies latencies;
    std::atomic<int> failures = 0;

private:
    AuditLog& m_log;
    Content m_args = content(arguments());
    Content m_answer = content(result());
};

void openLoop(AuditLog& log, const char* name, std::chrono::seconds length, std::int64_t rate)
{
    Calls calls(log);
    const LogTimings before = log.timings();
    const double cpu = cpuMicros();
    const auto start = Clock::now();
    const std::int64_t count = rate * length.count();
    for (std::int64_t i = 0; i < count; ++i) {
        const auto due = start + std::chrono::nanoseconds(1'000'000'000 / rate) * i;
        if (due > Clock::now()) {
            std::this_thread::sleep_until(due);
        }
        calls.start(i, [] {});
    }
    log.flush();
    log.flush(); // the outcomes of the last intents
    calls.latencies.print(name, cpuMicros() - cpu, before, log.timings());
    if (calls.failures != 0) {
        std::printf("  %d failed\n", calls.failures.load());
    }
}

void saturate(AuditLog& log, const char* name, std::chrono::seconds length, int window)
{
    Calls calls(log);
    std::counting_semaphore<> room(window);
    const LogTimings before = log.timings();
    const double cpu = cpuMicros();
    const auto start = Clock::now();
    std::int64_t count = 0;
    for (; Clock::now() < start + length; ++count) {
        room.acquire();
        calls.start(count, [&room] { room.release(); });
    }
    for (int i = 0; i < window; ++i) {
        room.acquire();
    }
    const std::chrono::duration<double> spent = Clock::now() - start;
    calls.latencies.print(name, cpuMicros() - cpu, before, log.timings());
    std::printf("  %.0f records a second\n", static_cast<double>(2 * count) / spent.count());
}

int run(std::chrono::seconds length, std::int64_t rate, std::string_view parts)
{
    const portcullis::test::TempFolder temp;
    const SystemClock clock;
    LogOptions options;
    options.folder = temp.path() / "log";
    options.minimumFreeBytes = 0;
    options.keys = [](bool) -> Result<std::shared_ptr<const LogKeys>> {
        auto keys = LogKeys::generate();
        if (!keys) {
            return fail(keys.error());
        }
        return std::make_shared<const LogKeys>(std::move(*keys));
    };
    auto opened = AuditLog::open(options, randomSecret(32), clock);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return 1;
    }
    AuditLog& log = **opened;
    for (const bool strict : {false, true}) {
        log.setDurability(strict ? api::Durability::Strict : api::Durability::Standard);
        log.flush();
        std::printf("%s\n", strict ? "Strict" : "Standard");
        if (parts.contains('1')) {
            oneByOne(log, "one by one", length);
        }
        if (parts.contains('o')) {
            openLoop(log, "open loop", length, rate);
        }
        if (parts.contains('w')) {
            saturate(log, "window 16", length, 16);
            saturate(log, "window 256", length, 256);
        }
    }
    return 0;
}

} // namespace
} // namespace portcullis::audit

int main(int argc, char** argv)
{
    const std::chrono::seconds length(argc > 1 ? std::stoi(argv[1]) : 3);
    const std::int64_t rate = argc > 2 ? std::stoll(argv[2]) : 5000;
    return portcullis::audit::run(length, rate, argc > 3 ? argv[3] : "1ow");
}
