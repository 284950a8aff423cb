#include "gateway/audit/report/svg.h"

#include "gateway/audit/report/plain_text.h"

#include <array>
#include <cstdio>

namespace portcullis::audit::report {

namespace {

const char* classOf(Ink ink)
{
    switch (ink) {
    case Ink::Text:
        return "text";
    case Ink::Muted:
        return "muted";
    case Ink::Grid:
        return "grid";
    case Ink::Allowed:
        return "allowed";
    case Ink::Denied:
        return "denied";
    case Ink::Refused:
        return "refused";
    case Ink::Failed:
        return "failed";
    case Ink::Orphaned:
        return "orphaned";
    case Ink::Usual:
        return "usual";
    case Ink::Slow:
        return "slow";
    case Ink::Slowest:
        break;
    }
    return "slowest";
}

const char* anchorOf(Anchor anchor)
{
    switch (anchor) {
    case Anchor::Start:
        return "start";
    case Anchor::Middle:
        return "middle";
    case Anchor::End:
        break;
    }
    return "end";
}

std::string number(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

class Writer
{
public:
    void operator()(const Box& box)
    {
        out += std::string("<rect class=\"i-") + classOf(box.ink) + "\" x=\"" + number(box.x) +
               "\" y=\"" + number(box.y) + "\" width=\"" + number(box.width) + "\" height=\"" +
               number(box.height) + "\"";
        out += box.tip.empty() ? "/>" : "><title>" + escaped(box.tip) + "</title></rect>";
    }

    void operator()(const Line& line)
    {
        out += std::string("<polyline class=\"l-") + classOf(line.ink) + "\" stroke-width=\"" +
               number(line.width) + "\" points=\"";
        for (const Point& point : line.points) {
            out += number(point.x) + "," + number(point.y) + " ";
        }
        out += "\"/>";
    }

    void operator()(const Label& label)
    {
        out += std::string("<text class=\"i-") + classOf(label.ink) + "\" x=\"" +
               number(label.at.x) + "\" y=\"" + number(label.at.y) + "\" font-size=\"" +
               number(label.size) + "\" text-anchor=\"" + anchorOf(label.anchor) + "\">" +
               escaped(label.text) + "</text>";
    }

    void operator()(const Raster& raster)
    {
        const std::size_t rows = raster.dark.size() / raster.columns;
        const std::string width = std::to_string(raster.columns);
        out += "<g transform=\"translate(" + number(raster.at.x) + " " + number(raster.at.y) +
               ") scale(" + std::to_string(raster.cell) +
               ")\" shape-rendering=\"crispEdges\"><rect fill=\"#fff\" width=\"" + width +
               "\" height=\"" + std::to_string(rows) + "\"/><path fill=\"#000\" d=\"";
        for (const DarkRun& run : runsOf(raster)) {
            const std::string length = std::to_string(run.length);
            out.append("M").append(std::to_string(run.column)).append(" ");
            out.append(std::to_string(run.row)).append("h").append(length);
            out.append("v1h-").append(length).append("z");
        }
        out += "\"/></g>";
    }

    std::string out;
};

const char* entityOf(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return nullptr;
    }
}

} // namespace

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : plainText(text)) {
        if (const char* const entity = entityOf(c)) {
            out += entity;
        } else {
            out += c;
        }
    }
    return out;
}

std::string svgOf(const Drawing& drawing, std::string_view id)
{
    const std::string name(id);
    Writer writer;
    writer.out = "<svg role=\"img\" aria-labelledby=\"" + name + "-t " + name +
                 "-d\" viewBox=\"0 0 " + number(drawing.width) + " " + number(drawing.height) +
                 "\"><title id=\"" + name + "-t\">" + escaped(drawing.title) +
                 "</title><desc id=\"" + name + "-d\">" + escaped(drawing.description) + "</desc>";
    for (const Shape& shape : drawing.shapes) {
        std::visit(writer, shape);
    }
    return writer.out + "</svg>";
}

} // namespace portcullis::audit::report
