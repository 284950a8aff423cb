#include "gateway/audit/report/html.h"

#include "gateway/audit/report/html_style.h"
#include "gateway/audit/report/sections.h"
#include "gateway/audit/report/svg.h"

#include <string_view>

namespace portcullis::audit::report {

namespace {

constexpr std::size_t kLongGrid = 12; // rows; longer ones are folded when a chart shows them

const char* toneClass(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return "<p>";
    case Tone::Note:
        return "<p class=\"note\">";
    case Tone::Warning:
        break;
    }
    return "<p class=\"warning\">";
}

class Page
{
public:
    void operator()(const Subheading& heading)
    {
        m_afterChart = false;
        out += "<h3>" + escaped(heading.text) + "</h3>\n";
    }

    void operator()(const Paragraph& paragraph)
    {
        m_afterChart = false;
        out += toneClass(paragraph.tone) + escaped(paragraph.text) + "</p>\n";
    }

    void operator()(const Bullets& bullets)
    {
        out += "<ul>\n";
        for (const std::string& item : bullets.items) {
            out += "<li>" + escaped(item) + "</li>\n";
        }
        out += "</ul>\n";
    }

    void operator()(const Facts& facts)
    {
        out += "<dl>\n";
        for (const auto& [name, value, isLiteral] : facts.facts) {
            out += "<dt>" + escaped(name) + "</dt><dd>" + (isLiteral ? "<code>" : "") +
                   escaped(value) + (isLiteral ? "</code>" : "") + "</dd>\n";
        }
        out += "</dl>\n";
    }

    void operator()(const Tiles& tiles)
    {
        out += "<ul class=\"tiles\">\n";
        for (const auto& [number, what] : tiles.tiles) {
            out += "<li><b>" + escaped(number) + "</b> " + escaped(what) + "</li>\n";
        }
        out += "</ul>\n";
    }

    void operator()(const Grid& grid)
    {
        const bool isFolded = m_afterChart && grid.rows.size() > kLongGrid;
        m_afterChart = false;
        if (isFolded) {
            out += "<details><summary>" + escaped(grid.caption) + ": the numbers</summary>\n";
        }
        out += "<div class=\"grid\" role=\"region\" tabindex=\"0\" aria-label=\"" +
               escaped(grid.caption) + "\"><table><caption>" + escaped(grid.caption) +
               "</caption>\n" + widthsOf(grid) + "<thead><tr>";
        for (const Grid::Column& column : grid.columns) {
            out +=
                "<th scope=\"col\"" + numberClass(column) + ">" + escaped(column.title) + "</th>";
        }
        out += "</tr></thead>\n<tbody>\n";
        for (const auto& row : grid.rows) {
            addRow(grid, row);
        }
        out += "</tbody></table></div>\n";
        out += isFolded ? "</details>\n" : "";
    }

    void operator()(const Literal& literal)
    {
        out += "<pre tabindex=\"0\">" + escaped(literal.text) + "</pre>\n";
    }

    void operator()(const Drawing& drawing)
    {
        m_afterChart = true;
        ++m_charts;
        out += "<figure><figcaption>" + escaped(drawing.title) + "</figcaption>" +
               svgOf(drawing, "chart-" + std::to_string(m_charts)) + "</figure>\n";
    }

    void blocks(const Section& section)
    {
        m_afterChart = false;
        for (const Block& block : section.blocks) {
            std::visit(*this, block);
        }
    }

    std::string out;

private:
    static std::string widthsOf(const Grid& grid)
    {
        int all = 0;
        for (const Grid::Column& column : grid.columns) {
            all += column.share;
        }
        std::string widths = "<colgroup>";
        for (const Grid::Column& column : grid.columns) {
            widths += "<col style=\"width:" + std::to_string(100 * column.share / all) + "%\">";
        }
        return widths + "</colgroup>";
    }

    static std::string numberClass(const Grid::Column& column)
    {
        return column.isNumber ? " class=\"n\"" : "";
    }

    void addRow(const Grid& grid, const std::vector<std::string>& row)
    {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += "<td" + numberClass(grid.columns.at(i)) + ">" + escaped(row[i]) + "</td>";
        }
        out += "</tr>\n";
    }

    std::size_t m_charts = 0;
    bool m_afterChart = false; // the next grid has the chart's numbers
};

std::string contentsOf(const Document& document)
{
    std::string out = "<nav aria-label=\"Contents\"><ol>\n";
    for (const Section& section : document.sections) {
        out += "<li><a href=\"#" + escaped(section.id) + "\">" + escaped(section.title) +
               "</a></li>\n";
    }
    return out + "</ol></nav>\n";
}

} // namespace

std::string htmlOf(const Document& document)
{
    Page page;
    page.out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<title>";
    page.out += escaped(document.title + ": " + document.subtitle) + "</title>\n<style>";
    page.out += kStyle;
    page.out += "</style>\n</head>\n<body>\n<header>\n<h1>" + escaped(document.title) +
                "</h1>\n<p class=\"subtitle\">" + escaped(document.subtitle) + "</p>\n";
    page.blocks(document.cover);
    page.out += "</header>\n" + contentsOf(document) + "<main>\n";
    for (const Section& section : document.sections) {
        page.out += "<section id=\"" + escaped(section.id) + "\">\n<h2>" + escaped(section.title) +
                    "</h2>\n";
        page.blocks(section);
        page.out += "</section>\n";
    }
    page.out += "</main>\n<footer><p>Written " + shownTime(document.created) +
                " UTC by Portcullis. The records in log/ are the evidence; this page shows "
                "them.</p></footer>\n</body>\n</html>\n";
    return page.out;
}

} // namespace portcullis::audit::report
