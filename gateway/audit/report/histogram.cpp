#include "gateway/audit/report/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace portcullis::audit::report {

namespace {

constexpr std::uint64_t kStepsOfTwo = 16;
constexpr int kStepBits = 5; // of the smallest value that shares its place with another

std::size_t placeOf(std::uint64_t value)
{
    if (value < kStepsOfTwo) {
        return value;
    }
    const auto shift = static_cast<std::uint64_t>(std::bit_width(value) - kStepBits);
    return kStepsOfTwo * (shift + 1) + (value >> shift) - kStepsOfTwo;
}

std::uint64_t largestAt(std::size_t place)
{
    if (place < kStepsOfTwo) {
        return place;
    }
    const std::uint64_t shift = place / kStepsOfTwo - 1;
    return ((kStepsOfTwo + place % kStepsOfTwo + 1) << shift) - 1;
}

} // namespace

void Histogram::add(std::int64_t value)
{
    const std::int64_t size = std::max<std::int64_t>(value, 0);
    ++m_counts.at(placeOf(static_cast<std::uint64_t>(size)));
    ++m_count;
    m_largest = std::max(m_largest, size);
}

std::int64_t Histogram::quantile(double part) const
{
    const auto wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(m_count)));
    std::uint64_t seen = 0;
    for (std::size_t place = 0; place < m_counts.size(); ++place) {
        seen += m_counts[place];
        if (seen >= std::max<std::uint64_t>(wanted, 1)) {
            return std::min(static_cast<std::int64_t>(largestAt(place)), m_largest);
        }
    }
    return 0;
}

} // namespace portcullis::audit::report
