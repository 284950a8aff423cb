#pragma once

#include "ui/theme/theme.h"

#include <QObject>

class QDBusPendingCallWatcher;
class QDBusVariant;

namespace portcullis::desktop {

// Whether the desktop wants light or dark windows: asked of the portal (the setting color-scheme of
// org.freedesktop.appearance), and until or unless it answers guessed from the palette that the
// platform gave. Owner: runDesktop(). GUI thread; never waits.
class SystemScheme final : public QObject
{
    Q_OBJECT

public:
    explicit SystemScheme(QObject* parent = nullptr);

    [[nodiscard]] ui::Scheme scheme() const { return m_scheme; }

signals:
    void schemeChanged();

private slots:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask();
    void takeAnswer(const QDBusPendingCallWatcher& call);
    void adopt(unsigned preference);

    ui::Scheme m_scheme;
};

} // namespace portcullis::desktop
