#include "app/report/pdf_renderer.h"

#include "app/report/block_printer.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QMarginsF>
#include <QPageSize>

#include <utility>
#include <vector>

namespace portcullis::report {

namespace {

using audit::report::Document;

constexpr int kPointsOfInch = 72;
constexpr qreal kSideMargin = 50; // points
constexpr qreal kTopMargin = 48;
constexpr qreal kBottomMargin = 30;

// What the first layout finds out for the second.
struct Numbers
{
    int pages = 0;
    std::vector<int> sections; // the pages on which they begin
};

// Titles and the pages where they are, those to come without a number.
audit::report::Grid contentsOf(const Document& document, const Numbers& numbers)
{
    audit::report::Grid grid{"Contents", {{"Contents", false, 9}, {"Page", true, 1}}, {}};
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
        grid.rows.push_back(
            {document.sections[i].title,
             i < numbers.sections.size() ? std::to_string(numbers.sections[i]) : std::string()});
    }
    return grid;
}

void setUp(QPdfWriter& writer, const Document& document)
{
    writer.setPdfVersion(QPagedPaintDevice::PdfVersion_A1b);
    writer.setResolution(static_cast<int>(kPointsOfInch * kPoint));
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({kSideMargin, kTopMargin, kSideMargin, kBottomMargin},
                          QPageLayout::Point);
    writer.setTitle(shown(document.title + ": " + document.subtitle));
    writer.setCreator(QStringLiteral("Portcullis"));
}

Numbers layOut(QByteArray& bytes, const Document& document, const Numbers& known)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    setUp(writer, document);
    Numbers found;
    PageFlow flow(writer, {shown(document.title + " · " + document.subtitle), known.pages});
    BlockPrinter printer(flow);
    printer.title(document.title, document.subtitle);
    printer.blocks(document.cover.blocks);
    printer(contentsOf(document, known));
    if (flow.page() == 1) {
        flow.newPage(); // the cover stands alone
    }
    for (const audit::report::Section& section : document.sections) {
        printer.heading(section.title);
        found.sections.push_back(flow.page());
        printer.blocks(section.blocks);
    }
    found.pages = flow.page();
    return found;
}

} // namespace

Result<std::string> PdfRenderer::pdf(const Document& document) const
{
    if (qobject_cast<QGuiApplication*>(QCoreApplication::instance()) == nullptr ||
        QFontDatabase::families().isEmpty()) {
        return fail(ErrorCode::Unsupported,
                    "The report cannot be printed: no font is installed. Install one "
                    "(fonts-dejavu-core) to have report.pdf in bundles.");
    }
    QByteArray bytes;
    const Numbers numbers = layOut(bytes, document, {});
    bytes.clear();
    layOut(bytes, document, numbers);
    if (bytes.isEmpty()) {
        return fail(ErrorCode::Internal, "The report could not be printed.");
    }
    return bytes.toStdString();
}

} // namespace portcullis::report
