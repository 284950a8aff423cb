#include "ui/bundle/bundle_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace portcullis::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("BundleFile", text);
}

} // namespace

std::optional<QString> fileIn(const QMimeData& dragged)
{
    const QList<QUrl> urls = dragged.urls();
    if (urls.size() != 1 || !urls.front().isLocalFile() || !urls.front().host().isEmpty()) {
        return std::nullopt;
    }
    const QString file = urls.front().toLocalFile();
    return QFileInfo(file).isFile() ? std::optional(file) : std::nullopt;
}

QString whyNoBundle(const QString& file)
{
    QFile bytes(file);
    if (!QFileInfo(file).isFile()) {
        return say(QT_TRANSLATE_NOOP("BundleFile", "There is no such file."));
    }
    if (!bytes.open(QIODevice::ReadOnly)) {
        return bytes.errorString();
    }
    // APPNOTE.TXT 4.3.7: an archive with a file in it begins so.
    const QByteArray mark = QByteArrayLiteral("PK\x03\x04");
    return bytes.read(mark.size()) == mark
               ? QString()
               : say(QT_TRANSLATE_NOOP("BundleFile",
                                       "A bundle is a ZIP archive, and this file is none."));
}

} // namespace portcullis::ui
