#include "app/desktop/system_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>

#include <utility>

namespace portcullis::desktop {

namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kGroup = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");

// Values of the setting; 0 is "no preference".
constexpr unsigned kPreferDark = 1;
constexpr unsigned kPreferLight = 2;

// Some portals wrap the value twice.
unsigned preferenceIn(QVariant value)
{
    while (value.canConvert<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value.toUInt();
}

} // namespace

SystemScheme::SystemScheme(QObject* parent)
    : QObject(parent)
    , m_scheme(ui::schemeOf(QGuiApplication::palette()))
{
    ask();
}

void SystemScheme::ask()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    bus.connect(kService,
                kPath,
                kInterface,
                QStringLiteral("SettingChanged"),
                this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage question =
        QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    question.setArguments({kGroup, kKey});
    auto* call = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        takeAnswer(*done);
        done->deleteLater();
    });
}

void SystemScheme::takeAnswer(const QDBusPendingCallWatcher& call)
{
    const QDBusPendingReply<QDBusVariant> reply = call;
    if (!reply.isError()) {
        adopt(preferenceIn(QVariant::fromValue(reply.value())));
    }
}

void SystemScheme::settingChanged(const QString& group,
                                  const QString& key,
                                  const QDBusVariant& value)
{
    if (group == kGroup && key == kKey) {
        adopt(preferenceIn(QVariant::fromValue(value)));
    }
}

void SystemScheme::adopt(unsigned preference)
{
    ui::Scheme scheme = m_scheme;
    if (preference == kPreferDark) {
        scheme = ui::Scheme::Dark;
    } else if (preference == kPreferLight) {
        scheme = ui::Scheme::Light;
    }
    if (std::exchange(m_scheme, scheme) != scheme) {
        emit schemeChanged();
    }
}

} // namespace portcullis::desktop
