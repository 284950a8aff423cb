#include "ui/text.h"

#include <QCoreApplication>
#include <QLocale>

namespace portcullis::ui {

namespace {

constexpr char16_t kLeftToRightIsolate = u'\u2066';
constexpr char16_t kPopIsolate = u'\u2069';

} // namespace

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string toStdString(const QString& text)
{
    return text.toStdString();
}

QString isolated(const QString& text)
{
    if (text.isEmpty()) {
        return text;
    }
    return QChar(kLeftToRightIsolate) + text + QChar(kPopIsolate);
}

QString isolated(std::string_view text)
{
    return isolated(toQString(text));
}

QString toolTipText(const QString& plain)
{
    return plain.isEmpty() ? plain
                           : QStringLiteral("<div style='white-space: pre-wrap'>%1</div>")
                                 .arg(plain.toHtmlEscaped());
}

QDateTime toDateTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(toMicros(time) / 1000).toLocalTime();
}

WallTime toWallTime(const QDateTime& time)
{
    return fromMicros(time.toMSecsSinceEpoch() * 1000);
}

QString momentText(WallTime time, WallTime now)
{
    const QDateTime moment = toDateTime(time);
    if (moment.date() == toDateTime(now).date()) {
        return moment.toString(QStringLiteral("HH:mm:ss"));
    }
    return QLocale().toString(moment, QStringLiteral("d MMM HH:mm"));
}

QString dateText(WallTime time)
{
    return QLocale().toString(toDateTime(time).date(), QStringLiteral("d MMM yyyy"));
}

QString exactTimeText(WallTime time)
{
    const QDateTime moment = toDateTime(time);
    return QLocale().toString(moment.date(), QStringLiteral("d MMM yyyy")) + QStringLiteral(", ") +
           moment.toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString durationText(std::int64_t micros)
{
    const QLocale locale;
    const double millis = static_cast<double>(micros) / 1000.0;
    if (millis < 10.0) {
        return QCoreApplication::translate("Text", "%1 ms").arg(locale.toString(millis, 'f', 1));
    }
    if (millis < 1000.0) {
        return QCoreApplication::translate("Text", "%1 ms").arg(locale.toString(millis, 'f', 0));
    }
    return QCoreApplication::translate("Text", "%1 s")
        .arg(locale.toString(millis / 1000.0, 'f', 1));
}

QString bytesText(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString numberText(std::uint64_t number)
{
    return QLocale().toString(static_cast<qulonglong>(number));
}

} // namespace portcullis::ui
