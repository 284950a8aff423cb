#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <memory>

namespace portcullis::ui {

namespace {

QColor tintColor(Tint tint, QIcon::Mode mode)
{
    const Colors colors = currentColors();
    if (mode == QIcon::Disabled) {
        return colors.muted;
    }
    switch (tint) {
    case Tint::Text:
        return colors.text;
    case Tint::Muted:
        return colors.muted;
    case Tint::Accent:
        return colors.accent;
    case Tint::OnAccent:
        return colors.accentText;
    case Tint::Navigation:
        return mode == QIcon::Selected ? colors.accent : colors.muted;
    case Tint::Info:
        return colors.info;
    case Tint::Good:
        return colors.good;
    case Tint::Warn:
        return colors.warn;
    case Tint::Bad:
        return colors.bad;
    }
    return colors.text;
}

// Paints one SVG file with its currentColor replaced. Owner: QIcon. GUI thread. A missing file
// paints nothing.
class TintedIconEngine final : public QIconEngine
{
public:
    TintedIconEngine(QString name, Tint tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap picture = pixmap(rect.size() * ratio, mode, state);
        picture.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, picture);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        const QColor color = tintColor(m_tint, mode);
        const QString key = QStringLiteral("portcullis-%1-%2-%3x%4")
                                .arg(m_name, color.name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap picture;
        if (QPixmapCache::find(key, &picture)) {
            return picture;
        }
        picture = QPixmap(size);
        picture.fill(Qt::transparent);
        QFile file(QStringLiteral(":/portcullis/icons/%1.svg").arg(m_name));
        if (file.open(QIODevice::ReadOnly)) {
            QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
            QPainter painter(&picture);
            renderer.render(&painter);
        }
        QPixmapCache::insert(key, picture);
        return picture;
    }

    [[nodiscard]] QIconEngine* clone() const override
    {
        return std::make_unique<TintedIconEngine>(m_name, m_tint).release();
    }

private:
    QString m_name;
    Tint m_tint;
};

QIcon makeIcon(const QString& name, Tint tint)
{
    return QIcon(std::make_unique<TintedIconEngine>(name, tint).release());
}

} // namespace

Tint tintOf(Tone tone)
{
    switch (tone) {
    case Tone::Info:
        return Tint::Info;
    case Tone::Good:
        return Tint::Good;
    case Tone::Warn:
        return Tint::Warn;
    case Tone::Bad:
        return Tint::Bad;
    case Tone::Neutral:
        break;
    }
    return Tint::Muted;
}

QIcon icon(const char* name, Tint tint)
{
    return makeIcon(QString::fromLatin1(name), tint);
}

QIcon toneIcon(const char* name, Tone tone)
{
    return icon(name, tintOf(tone));
}

QIcon dotIcon(Tone tone)
{
    return toneIcon("dot", tone);
}

QIcon applicationIcon()
{
    return makeIcon(QStringLiteral("portcullis"), Tint::Accent);
}

} // namespace portcullis::ui
