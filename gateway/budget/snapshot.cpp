#include "gateway/budget/snapshot.h"

#include <utility>

namespace portcullis::budget {

namespace {

void writeTime(JsonWriter& json, const char* name, const std::optional<WallTime>& time)
{
    if (time) {
        json.member(name, toMicros(*time));
    }
}

void write(JsonWriter& json, const SavedBudget& saved)
{
    const MeterState& meter = saved.meter;
    json.beginObject().member("at", toMicros(meter.at)).key("history").beginArray();
    for (const api::BudgetWindowUse& ended : meter.history) {
        json.beginArray().integer(toMicros(ended.start)).integer(toMicros(ended.end));
        json.integer(std::int64_t(ended.used)).endArray();
    }
    json.endArray().member("id", saved.id.str()).member("in_window", meter.inWindow);
    writeTime(json, "refused_at", saved.refusedAt);
    json.member("shape", saved.shape).key("slices").beginArray();
    for (const auto& [slice, amount] : meter.slices) {
        json.beginArray().integer(slice).integer(amount).endArray();
    }
    json.endArray();
    // A life has no begin.
    writeTime(
        json, "start", meter.start == WallTime::min() ? std::nullopt : std::optional(meter.start));
    json.member("unit", saved.unit).member("until", toMicros(saved.until));
    json.member("used", meter.used);
    writeTime(json, "warned_at", saved.warnedAt);
    json.endObject();
}

// Reads members of one object and remembers whether all were as they should be.
// Owner: a reading function, on its stack.
class Reader
{
public:
    explicit Reader(JsonValue json)
        : m_json(json)
    {}

    std::int64_t integer(JsonValue value)
    {
        const auto number = value.integer();
        constexpr auto kMost = std::int64_t(api::kMaxAmount);
        m_good = m_good && number && *number >= -kMost && *number <= kMost;
        return number.value_or(0);
    }

    std::int64_t integer(const char* name) { return integer(m_json[name]); }

    WallTime time(const char* name) { return time(m_json[name]); }

    WallTime time(JsonValue value) { return fromMicros(integer(value)); }

    std::optional<WallTime> timeIfAny(const char* name)
    {
        return m_json[name] ? std::optional(time(name)) : std::nullopt;
    }

    std::string text(const char* name)
    {
        m_good = m_good && m_json[name].isString();
        return m_json[name].string();
    }

    // The elements of an array, each itself an array of so many numbers where `size` is not 0.
    std::vector<JsonValue> elements(const char* name, std::size_t size)
    {
        m_good = m_good && m_json[name].isArray();
        std::vector<JsonValue> found;
        for (JsonValue each = m_json[name].first(); each && m_good; each = each.next()) {
            m_good = size == 0 || (each.isArray() && each.size() == size);
            found.push_back(each);
        }
        return m_good ? found : std::vector<JsonValue>();
    }

    [[nodiscard]] bool good() const { return m_good; }

private:
    JsonValue m_json;
    bool m_good = true;
};

std::unexpected<Error> corrupt(const char* what)
{
    return fail(ErrorCode::Corrupt, "The recorded state of the budgets cannot be read.", what);
}

Result<SavedBudget> savedFrom(JsonValue json)
{
    Reader in(json);
    SavedBudget saved;
    saved.id = BudgetId(in.text("id"));
    saved.unit = in.text("unit");
    saved.shape = in.text("shape");
    saved.until = in.time("until");
    saved.warnedAt = in.timeIfAny("warned_at");
    saved.refusedAt = in.timeIfAny("refused_at");
    MeterState& meter = saved.meter;
    meter.at = in.time("at");
    meter.used = in.integer("used");
    meter.start = in.timeIfAny("start").value_or(WallTime::min());
    meter.inWindow = in.integer("in_window");
    for (const JsonValue slice : in.elements("slices", 2)) {
        const std::int64_t number = in.integer(slice.first());
        meter.slices.emplace_back(number, in.integer(slice.first().next()));
    }
    for (const JsonValue ended : in.elements("history", 3)) {
        const JsonValue end = ended.first().next();
        const WallTime start = in.time(ended.first());
        meter.history.push_back({start, in.time(end), std::uint64_t(in.integer(end.next()))});
    }
    if (!in.good() || meter.at < kFirstTime || meter.at > kLastTime) {
        return corrupt("a budget");
    }
    return saved;
}

} // namespace

std::string toJson(const Snapshot& snapshot)
{
    JsonWriter json;
    json.beginObject().member("at", toMicros(snapshot.at)).key("budgets").beginArray();
    for (const SavedBudget& saved : snapshot.budgets) {
        write(json, saved);
    }
    json.endArray().member("next", std::int64_t(snapshot.next)).key("running").beginArray();
    for (const Delta& delta : snapshot.running) {
        json.raw(toJson(delta));
    }
    return json.endArray().endObject().take();
}

Result<Snapshot> snapshotFrom(JsonValue json)
{
    Reader in(json);
    Snapshot snapshot;
    snapshot.at = in.time("at");
    snapshot.next = std::uint64_t(in.integer("next"));
    for (const JsonValue each : in.elements("budgets", 0)) {
        auto saved = savedFrom(each);
        if (!saved) {
            return fail(std::move(saved.error()));
        }
        snapshot.budgets.push_back(std::move(*saved));
    }
    for (const JsonValue each : in.elements("running", 0)) {
        auto delta = deltaFrom(each);
        if (!delta) {
            return fail(std::move(delta.error()));
        }
        snapshot.running.push_back(std::move(*delta));
    }
    if (!in.good() || snapshot.next == 0) {
        return corrupt("at, next, budgets or running");
    }
    return snapshot;
}

} // namespace portcullis::budget
