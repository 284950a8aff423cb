#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace portcullis::audit::report {

// How often values of each size came: quantiles of any number of values in constant memory. Sizes
// are told apart to one part in sixteen.
class Histogram
{
public:
    void add(std::int64_t value); // a negative one counts as 0

    [[nodiscard]] std::uint64_t count() const { return m_count; }

    [[nodiscard]] std::int64_t largest() const { return m_largest; }

    // What `part` (0 to 1) of the values do not exceed, at most a sixteenth too large; 0 when there
    // are none.
    [[nodiscard]] std::int64_t quantile(double part) const;

private:
    static constexpr std::size_t kSteps = 16; // for each power of two
    static constexpr std::size_t kSizes = kSteps * 60;

    std::array<std::uint64_t, kSizes> m_counts{};
    std::uint64_t m_count = 0;
    std::int64_t m_largest = 0;
};

} // namespace portcullis::audit::report
