#include "app/report/block_printer.h"
#include "app/report/offscreen_gui.h"
#include "app/report/pdf_renderer.h"
#include "gateway/audit/report/compose.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QPageSize>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QTest>

#include <memory>
#include <utility>
#include <vector>

using namespace portcullis;
using namespace portcullis::audit::report;

namespace {

Document reportOf(std::size_t rows)
{
    Subject subject;
    subject.organisation = "Beispiel Kliniken AG";
    subject.origin = "portcullis.local/0123456789abcdef0123456789abcdef/1";
    subject.end = 1;
    subject.size = 1;
    subject.note = subject.origin + "\n1\nroot\n";
    Document document = compose(subject, Figures({}, {}), {});
    Grid grid{"Rows", {{"Record", true, 1}, {"Text", false, 6}}, {}};
    for (std::size_t i = 0; i < rows; ++i) {
        grid.rows.push_back(
            {std::to_string(i), "a text of the log, ünïcode and all: " + std::string(40, 'x')});
    }
    document.sections.push_back({"rows", "Rows", {grid}});
    return document;
}

QByteArray printed(const Document& document)
{
    const auto pdf = report::PdfRenderer().pdf(document);
    return pdf ? QByteArray::fromStdString(*pdf) : QByteArray();
}

qsizetype countOf(const QByteArray& pdf, const char* pattern)
{
    qsizetype count = 0;
    auto found =
        QRegularExpression(QString::fromLatin1(pattern)).globalMatch(QString::fromLatin1(pdf));
    for (; found.hasNext(); found.next()) {
        ++count;
    }
    return count;
}

} // namespace

class PdfRendererTest : public QObject
{
    Q_OBJECT

private slots:

    void isMarkedAsPdfAWithItsColoursAndFontsInside()
    {
        const QByteArray pdf = printed(reportOf(3));
        QVERIFY(pdf.startsWith("%PDF-1.4"));
        QVERIFY(pdf.contains("pdfaid:part=\"1\""));
        QVERIFY(pdf.contains("pdfaid:conformance=\"B\""));
        QVERIFY(pdf.contains("/OutputIntent"));
        const qsizetype fonts = countOf(pdf, "/Type /FontDescriptor");
        QVERIFY(fonts > 0);
        QCOMPARE(countOf(pdf, "/FontFile[23]? "), fonts);
    }

    // ISO 19005-1, 6.4 and 6.6: no transparency, no action; 6.1.3: no encryption.
    void hasNothingThatPdfAForbids()
    {
        const QByteArray pdf = printed(reportOf(3));
        for (const char* const forbidden :
             {"/SMask <<", "/JavaScript", "/Launch", "/Encrypt", "/EmbeddedFile", "/URI"}) {
            QVERIFY2(!pdf.contains(forbidden), forbidden);
        }
        static const QRegularExpression alpha("/(ca|CA) (0|\\.)|/SMask /(?!None)");
        QVERIFY(!alpha.match(QString::fromLatin1(pdf)).hasMatch());
    }

    void longTablesGoOnOverPages()
    {
        const qsizetype few = countOf(printed(reportOf(3)), "/Type /Page\\b(?!s)");
        const qsizetype many = countOf(printed(reportOf(400)), "/Type /Page\\b(?!s)");
        QVERIFY(few >= 3);
        QVERIFY(many > few + 5);
        QVERIFY(many < few + 20);
    }

    // Wherever on a page it begins; the first row takes several lines.
    void aHeadingIsNeverAloneAtTheFootOfAPage()
    {
        std::string words;
        for (int i = 0; i < 60; ++i) {
            words += "words ";
        }
        const std::vector<Block> blocks{
            Subheading{"Actions"},
            Grid{"Actions", {{"Record", true, 1}, {"Of", false, 1}}, {{"1", words}}}};
        const auto endOf = [&blocks](qreal begin) {
            QBuffer buffer;
            buffer.open(QIODevice::WriteOnly);
            QPdfWriter writer(&buffer);
            writer.setResolution(static_cast<int>(72 * report::kPoint));
            writer.setPageSize(QPageSize(QPageSize::A4));
            report::PageFlow flow(writer, {});
            flow.down(begin);
            report::BlockPrinter(flow).blocks(blocks);
            return std::pair(flow.page(), flow.y());
        };
        const qreal atTop = endOf(0).second;
        int moved = 0;
        for (qreal begin = 600 * report::kPoint; begin < 800 * report::kPoint;
             begin += 5 * report::kPoint) {
            const auto [page, y] = endOf(begin);
            QVERIFY(page == 1 || qAbs(y - atTop) < 1);
            moved += page == 2 ? 1 : 0;
        }
        QVERIFY(moved > 0 && moved < 40);
    }

    void anyTextIsPrinted()
    {
        Document document = reportOf(0);
        const std::string words(1024, 'w');
        document.title = words;
        document.sections.push_back({"odd",
                                     "\xFF\x01",
                                     {Paragraph{words},
                                      Facts{{{words, words, true}}},
                                      Grid{"", {{"a"}, {"b"}}, {{words, ""}}},
                                      Grid{"", {}, {}},
                                      Tiles{},
                                      Literal{},
                                      Drawing{}}});
        QVERIFY(printed(document).startsWith("%PDF-1.4"));
    }
};

class WithoutApplication
{
public:
    // Must come before there is an application.
    static bool isRefused()
    {
        const auto pdf = report::PdfRenderer().pdf({});
        return !pdf && pdf.error().code == ErrorCode::Unsupported;
    }
};

int main(int argc, char** argv)
{
    if (!WithoutApplication::isRefused()) {
        qCritical("without an application, printing must be refused");
        return 1;
    }
    const report::OffscreenGui gui;
    PdfRendererTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "pdf_renderer_test.moc"
