#pragma once

#include "app/report/page_flow.h"
#include "gateway/audit/report/document.h"

#include <vector>

namespace portcullis::report {

// Prints the blocks of a report into a flow, each where the one before it ends.
//
// Owner: the renderer. Thread: one at a time.
class BlockPrinter
{
public:
    explicit BlockPrinter(PageFlow& flow) // must outlive it
        : m_flow(flow)
    {}

    void title(const std::string& text, const std::string& below);
    void heading(const std::string& text);
    // A heading is not left alone at the foot of a page.
    void blocks(const std::vector<audit::report::Block>& blocks);

    void operator()(const audit::report::Subheading& heading);
    void operator()(const audit::report::Paragraph& paragraph);
    void operator()(const audit::report::Bullets& bullets);
    void operator()(const audit::report::Facts& facts);
    void operator()(const audit::report::Tiles& tiles);
    void operator()(const audit::report::Grid& grid);
    void operator()(const audit::report::Literal& literal);
    void operator()(const audit::report::Drawing& drawing);

private:
    using Cells = std::vector<std::string>;

    // The least that must follow a heading on its page.
    [[nodiscard]] qreal startOf(const audit::report::Block& block);
    void paragraph(const QString& text, const QFont& font, const QColor& color, qreal indent);
    [[nodiscard]] std::vector<qreal> widthsOf(const audit::report::Grid& grid) const;
    [[nodiscard]] qreal
    startOf(const audit::report::Grid& grid, const QFont& font, const std::vector<qreal>& widths);
    void titles(const audit::report::Grid& grid, const std::vector<qreal>& widths);
    [[nodiscard]] qreal
    heightOf(const Cells& cells, const QFont& font, const std::vector<qreal>& widths);
    void row(const audit::report::Grid& grid,
             const Cells& cells,
             const QFont& font,
             const std::vector<qreal>& widths,
             qreal height);

    PageFlow& m_flow;
};

} // namespace portcullis::report
