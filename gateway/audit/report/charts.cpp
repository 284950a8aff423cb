#include "gateway/audit/report/charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace portcullis::audit::report {

namespace {

constexpr double kWidth = 760;
constexpr double kHeight = 250;
constexpr double kLeft = 56; // room for the axis' numbers
constexpr double kRight = 12;
constexpr double kTop = 40; // room for the legend
constexpr double kBottom = 30;
constexpr double kSmall = 11;
constexpr double kCharWidth = 6.2; // of a small text, on the average
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr double kTicks = 4;

double totalAt(const std::vector<Series>& series, std::size_t place)
{
    double total = 0;
    for (const Series& one : series) {
        total += one.values.at(place);
    }
    return total;
}

// The smallest of 1, 2, 5, 10, 20, … that `ticks` of reach up to `largest`.
double tickFor(double largest, double ticks)
{
    double tick = 1;
    for (int i = 0; tick * ticks < largest; ++i) {
        tick *= i % 3 == 1 ? 2.5 : 2;
    }
    return tick;
}

std::string number(double value)
{
    constexpr double kMillion = 1e6;
    constexpr double kTenThousand = 1e4;
    std::array<char, 32> text{};
    if (value >= kMillion) {
        std::snprintf(text.data(), text.size(), "%.4gM", value / kMillion);
        return text.data();
    }
    if (value >= kTenThousand) {
        std::snprintf(text.data(), text.size(), "%.4gk", value / 1000);
        return text.data();
    }
    return grouped(static_cast<std::uint64_t>(std::llround(value)));
}

// The frame that charts over time share: legend, axis, labels of places.
class Plot
{
public:
    Plot(const ChartText& text, double largest)
        : m_tick(tickFor(largest, kTicks))
        , m_top(m_tick * kTicks)
    {
        drawing.title = text.title;
        drawing.description = text.description;
        drawing.width = kWidth;
        drawing.height = kHeight;
        for (double value = 0; value <= m_top; value += m_tick) {
            const double y = yOf(value);
            drawing.shapes.push_back(Line{{{kLeft, y}, {kWidth - kRight, y}}, Ink::Grid, 1});
            drawing.shapes.push_back(
                Label{{kLeft - 6, y + 4}, number(value), Anchor::End, Ink::Muted, kSmall});
        }
        if (!text.unit.empty()) {
            drawing.shapes.push_back(
                Label{{kLeft - 6, kTop - 16}, text.unit, Anchor::End, Ink::Muted, kSmall});
        }
    }

    [[nodiscard]] double yOf(double value) const
    {
        return kTop + kPlotHeight * (1 - value / m_top);
    }

    // As many as there is room for, the first always.
    void placeLabels(const std::vector<std::string>& labels)
    {
        std::size_t longest = 1;
        for (const std::string& label : labels) {
            longest = std::max(longest, label.size());
        }
        const double room = kCharWidth * static_cast<double>(longest) + 16;
        const auto places = static_cast<double>(labels.size());
        const auto every =
            static_cast<std::size_t>(std::max(1.0, std::ceil(room * places / kPlotWidth)));
        for (std::size_t i = 0; i < labels.size(); i += every) {
            const double half = room / 2 - 8;
            const double x = std::clamp(middleOf(i, labels.size()), half, kWidth - half);
            drawing.shapes.push_back(
                Label{{x, kHeight - 10}, labels[i], Anchor::Middle, Ink::Muted, kSmall});
        }
    }

    static double middleOf(std::size_t place, std::size_t places)
    {
        return kLeft + kPlotWidth * (static_cast<double>(place) + 0.5) /
                           static_cast<double>(std::max<std::size_t>(places, 1));
    }

    Drawing drawing;

private:
    double m_tick;
    double m_top;
};

void addLegend(Drawing& drawing, const std::vector<Series>& series)
{
    constexpr double kSwatch = 10;
    double x = kLeft;
    for (const Series& one : series) {
        drawing.shapes.push_back(Box{x, 8, kSwatch, kSwatch, one.ink, {}});
        drawing.shapes.push_back(Label{{x + 15, 17}, one.name, Anchor::Start, Ink::Text, 12});
        x += 38 + 7 * static_cast<double>(one.name.size());
    }
}

std::string tipOf(const std::string& label, const Series& series, double value)
{
    return label + ": " + grouped(static_cast<std::uint64_t>(value)) + " " + series.name;
}

void addSegments(Drawing& drawing, const std::vector<Point>& run, Ink ink)
{
    constexpr double kDot = 5;
    if (run.size() == 1) {
        drawing.shapes.push_back(
            Box{run[0].x - kDot / 2, run[0].y - kDot / 2, kDot, kDot, ink, {}});
    } else if (run.size() > 1) {
        drawing.shapes.push_back(Line{run, ink, 2});
    }
}

} // namespace

Drawing stackedBars(const ChartText& text,
                    const std::vector<std::string>& labels,
                    const std::vector<Series>& series)
{
    double largest = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        largest = std::max(largest, totalAt(series, i));
    }
    Plot plot(text, largest);
    const double step = kPlotWidth / static_cast<double>(std::max<std::size_t>(labels.size(), 1));
    const double width = std::min(step * 0.8, 48.0);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        double below = 0;
        for (const Series& one : series) {
            const double value = one.values.at(i);
            if (value > 0) {
                const double y = plot.yOf(below + value);
                plot.drawing.shapes.push_back(Box{Plot::middleOf(i, labels.size()) - width / 2,
                                                  y,
                                                  width,
                                                  plot.yOf(below) - y,
                                                  one.ink,
                                                  tipOf(labels[i], one, value)});
            }
            below += value;
        }
    }
    plot.placeLabels(labels);
    addLegend(plot.drawing, series);
    return std::move(plot.drawing);
}

Drawing lines(const ChartText& text,
              const std::vector<std::string>& labels,
              const std::vector<Series>& series)
{
    double largest = 0;
    for (const Series& one : series) {
        largest = std::max(largest, one.values.empty() ? 0 : std::ranges::max(one.values));
    }
    Plot plot(text, largest);
    for (const Series& one : series) {
        std::vector<Point> run;
        for (std::size_t i = 0; i < one.values.size(); ++i) {
            if (one.values[i] < 0) {
                addSegments(plot.drawing, run, one.ink);
                run.clear();
            } else {
                run.push_back({Plot::middleOf(i, labels.size()), plot.yOf(one.values[i])});
            }
        }
        addSegments(plot.drawing, run, one.ink);
    }
    plot.placeLabels(labels);
    addLegend(plot.drawing, series);
    return std::move(plot.drawing);
}

Drawing rankedBars(const ChartText& text,
                   const std::vector<std::string>& labels,
                   const std::vector<Series>& series)
{
    constexpr double kRow = 24;
    constexpr double kNames = 250;
    constexpr double kNumbers = 70;
    constexpr std::size_t kMostOfName = 38;
    constexpr double kBarTop = 30;
    Drawing drawing{text.title, text.description, kWidth, 0, {}};
    drawing.height = kBarTop + kRow * static_cast<double>(labels.size()) + 8;
    double largest = 1;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        largest = std::max(largest, totalAt(series, i));
    }
    const double scale = (kWidth - kNames - kNumbers) / largest;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double y = kBarTop + kRow * static_cast<double>(i);
        drawing.shapes.push_back(Label{
            {kNames - 8, y + 15}, shortened(labels[i], kMostOfName), Anchor::End, Ink::Text, 12});
        double x = kNames;
        for (const Series& one : series) {
            const double width = one.values.at(i) * scale;
            if (width > 0) {
                drawing.shapes.push_back(
                    Box{x, y + 3, width, kRow - 8, one.ink, tipOf(labels[i], one, one.values[i])});
            }
            x += width;
        }
        drawing.shapes.push_back(
            Label{{x + 6, y + 15}, number(totalAt(series, i)), Anchor::Start, Ink::Muted, kSmall});
    }
    addLegend(drawing, series);
    return drawing;
}

std::string grouped(std::uint64_t value)
{
    std::string digits = std::to_string(value);
    for (std::size_t at = digits.size(); at > 3; at -= 3) {
        digits.insert(at - 3, ",");
    }
    return digits;
}

std::string counted(std::uint64_t value, const std::string& what)
{
    return grouped(value) + " " + what + (value == 1 ? "" : "s");
}

std::string shortened(const std::string& text, std::size_t most)
{
    const auto isBoundary = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    if (static_cast<std::size_t>(std::ranges::count_if(text, isBoundary)) <= most) {
        return text;
    }
    std::vector<std::size_t> starts; // of characters
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isBoundary(text[i])) {
            starts.push_back(i);
        }
    }
    const std::size_t tail = (most - 1) / 2;
    return text.substr(0, starts[most - 1 - tail]) + "…" +
           text.substr(starts[starts.size() - tail]);
}

} // namespace portcullis::audit::report
