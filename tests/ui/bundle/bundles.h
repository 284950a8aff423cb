#pragma once

#include "tests/support/temp_folder.h"
#include "ui/text.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QProcess>
#include <QTest>
#include <QUrl>

namespace portcullis::test {

// A few bundles of the corpus, in a folder of their own.
class Bundles
{
public:
    // False when the program that makes them failed.
    [[nodiscard]] bool make() const
    {
        QProcess maker;
        maker.setProcessChannelMode(QProcess::ForwardedChannels);
        maker.start(QStringLiteral("python3"),
                    {QStringLiteral("-B"),
                     qEnvironmentVariable("PORTCULLIS_MAKE_BUNDLES"),
                     QStringLiteral("--few"),
                     ui::toQString(m_folder.path().string())});
        return maker.waitForFinished(60'000) && maker.exitCode() == 0;
    }

    [[nodiscard]] QString file(const char* name) const
    {
        return ui::toQString(m_folder.file(name).string());
    }

    // A copy in which one byte is another.
    [[nodiscard]] QString damaged(const char* name) const
    {
        QFile whole(file(name));
        QByteArray bytes = whole.open(QIODevice::ReadOnly) ? whole.readAll() : QByteArray();
        const qsizetype middle = bytes.size() / 2;
        bytes[middle] = static_cast<char>(bytes[middle] ^ 0x20);
        const auto copy = m_folder.write(
            "damaged.zip", {bytes.constData(), static_cast<std::size_t>(bytes.size())});
        return ui::toQString(copy.string());
    }

private:
    TempFolder m_folder;
};

// Drags these onto the widget and lets go; false when it does not take them.
inline bool drop(QWidget* target, const QList<QUrl>& urls)
{
    QMimeData data;
    data.setUrls(urls);
    const QPoint place = target->rect().center();
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(target, &enter);
    if (!enter.isAccepted()) {
        return false;
    }
    QDropEvent letGo(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(target, &letGo);
    return letGo.isAccepted();
}

} // namespace portcullis::test
