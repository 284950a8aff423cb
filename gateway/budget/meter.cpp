#include "gateway/budget/meter.h"

#include <algorithm>
#include <ranges>

namespace portcullis::budget {

namespace {

constexpr std::size_t placeOf(std::int64_t slice)
{
    constexpr std::int64_t kPlaces = Meter::kSlices + 1;
    return std::size_t(((slice % kPlaces) + kPlaces) % kPlaces);
}

} // namespace

Meter::Meter(const WindowShape& shape, WallTime now)
    : m_shape(shape)
    , m_now(now)
    , m_since(WallTime::min())
{
    if (shape.period == api::BudgetPeriod::CaseLife) {
        m_shape.window = api::BudgetWindow::Calendar;
    }
    if (m_shape.window == api::BudgetWindow::Rolling) {
        m_shape.zone = Zone();
        m_slice = lengthOf(shape.period) / kSlices;
        m_ring = std::make_unique<Ring>();
        m_ring->current = sliceOf(now);
    }
    m_span = windowAt(m_shape.period, m_shape.zone, now);
    m_rollAt = now;
    roll(now);
}

void Meter::roll(WallTime now)
{
    if (now >= m_span.end) {
        if (m_inWindow > 0) {
            remember({m_span.start, m_span.end, std::uint64_t(m_inWindow)});
        }
        m_inWindow = 0;
        m_span = windowAt(m_shape.period, m_shape.zone, now);
    }
    m_rollAt = m_span.end;
    if (m_ring) {
        rollRing(now);
        m_rollAt = std::min(m_rollAt, WallTime(m_slice * (m_ring->current + 1)));
    }
}

void Meter::rollRing(WallTime now)
{
    const std::int64_t slice = sliceOf(now);
    const std::int64_t passed = std::min(slice - m_ring->current, kSlices + 1);
    for (std::int64_t step = 0; step < passed; ++step) {
        std::int64_t& amount = m_ring->slices[placeOf(slice - step)];
        m_ring->sum -= amount;
        amount = 0;
    }
    m_ring->current = slice;
}

std::int64_t Meter::sliceOf(WallTime at) const
{
    return at.time_since_epoch() / m_slice;
}

WallTime Meter::leaves(std::int64_t slice) const
{
    return WallTime(m_slice * (slice + kSlices + 1));
}

bool Meter::counts(WallTime at) const
{
    at = std::max(at, m_since);
    return m_ring ? sliceOf(at) >= m_ring->current - kSlices : at >= m_span.start;
}

void Meter::add(WallTime at, std::int64_t amount)
{
    at = std::max(at, m_since);
    if (m_ring && counts(at)) {
        m_ring->slices[placeOf(sliceOf(at))] += amount;
        m_ring->sum += amount;
    }
    if (at >= m_span.start) {
        m_inWindow += amount;
    } else {
        correctHistory(at, amount);
    }
}

void Meter::correctHistory(WallTime at, std::int64_t amount)
{
    for (api::BudgetWindowUse& ended : m_history | std::views::reverse) {
        if (at >= ended.start && at < ended.end) {
            ended.used =
                std::uint64_t(std::max<std::int64_t>(0, std::int64_t(ended.used) + amount));
            return;
        }
    }
    // Replayed after its window has ended.
    if (amount > 0 && (m_history.empty() || at >= m_history.back().end)) {
        const Span span = windowAt(m_shape.period, m_shape.zone, at);
        remember({span.start, span.end, std::uint64_t(amount)});
    }
}

void Meter::remember(const api::BudgetWindowUse& ended)
{
    m_history.push_back(ended);
    if (m_history.size() > kHistory) {
        m_history.erase(m_history.begin());
    }
}

WallTime Meter::windowStart() const
{
    return m_ring ? m_now - lengthOf(m_shape.period) : m_span.start;
}

std::optional<WallTime> Meter::reset() const
{
    if (!m_ring) {
        return m_shape.period == api::BudgetPeriod::CaseLife ? std::nullopt
                                                             : std::optional(m_span.end);
    }
    for (std::int64_t slice = m_ring->current - kSlices; slice <= m_ring->current; ++slice) {
        if (m_ring->slices[placeOf(slice)] > 0) {
            return leaves(slice);
        }
    }
    return std::nullopt;
}

std::optional<WallTime> Meter::fallsTo(std::int64_t most) const
{
    std::int64_t left = used();
    if (left <= most) {
        return m_now;
    }
    if (most < 0 || !m_ring) {
        return most < 0 ? std::nullopt : reset();
    }
    for (std::int64_t slice = m_ring->current - kSlices; slice <= m_ring->current; ++slice) {
        left -= m_ring->slices[placeOf(slice)];
        if (left <= most) {
            return leaves(slice);
        }
    }
    return std::nullopt;
}

WallTime Meter::countsUntil() const
{
    if (m_shape.period == api::BudgetPeriod::CaseLife) {
        return m_now + std::chrono::days(366);
    }
    return m_ring ? leaves(m_ring->current) : m_span.end;
}

std::vector<api::BudgetWindowUse> Meter::history(std::size_t most) const
{
    std::vector<api::BudgetWindowUse> ended;
    Span span = m_span;
    for (const api::BudgetWindowUse& used : m_history | std::views::reverse) {
        while (ended.size() < most && span.start > used.start) {
            span =
                windowAt(m_shape.period, m_shape.zone, span.start - std::chrono::microseconds(1));
            ended.push_back({span.start, span.end, span.start == used.start ? used.used : 0});
        }
    }
    return ended;
}

MeterState Meter::save() const
{
    MeterState state{m_now, used(), m_span.start, m_inWindow, {}, m_history};
    if (m_ring) {
        for (std::int64_t slice = m_ring->current - kSlices; slice <= m_ring->current; ++slice) {
            if (const std::int64_t amount = m_ring->slices[placeOf(slice)]; amount != 0) {
                state.slices.emplace_back(slice, amount);
            }
        }
    }
    return state;
}

void Meter::restore(const MeterState& state, SameWindows same)
{
    if (same == SameWindows::No || (!m_ring && state.start != m_span.start)) {
        m_since = state.at;
        add(state.at, state.used);
        return;
    }
    m_history = state.history;
    m_inWindow = state.start == m_span.start ? state.inWindow : 0;
    if (m_ring) {
        for (const auto& [slice, amount] : state.slices) {
            if (slice >= m_ring->current - kSlices && slice <= m_ring->current) {
                m_ring->slices[placeOf(slice)] += amount;
                m_ring->sum += amount;
            }
        }
    }
}

} // namespace portcullis::budget
