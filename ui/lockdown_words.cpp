#include "ui/lockdown_words.h"

#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"

#include <QCoreApplication>

namespace portcullis::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Lockdown", text);
}

QString boundText(const api::LockedPlace& bound)
{
    const QString text = bound.kind == api::LockKind::AtMost
                             ? say(QT_TRANSLATE_NOOP("Lockdown", "%1: at most %2"))
                             : say(QT_TRANSLATE_NOOP("Lockdown", "%1: at least %2"));
    return text.arg(toQString(bound.place), toQString(bound.value));
}

} // namespace

QString lockedText(const api::LockdownStatus& lockdown)
{
    return say(QT_TRANSLATE_NOOP("Lockdown", "Locked by %1")).arg(toQString(lockdown.issuer));
}

void showLock(FormRow& row,
              const std::optional<api::LockdownStatus>& lockdown,
              const std::string& place)
{
    if (!lockdown) {
        return;
    }
    if (api::lockOf(*lockdown, place) != nullptr) {
        const QString text = lockedText(*lockdown);
        row.showLock(text, text, FormRow::Locked::Whole);
        return;
    }
    for (const auto kind : {api::LockKind::AtMost, api::LockKind::AtLeast}) {
        if (const api::LockedPlace* bound = api::lockOf(*lockdown, place, kind)) {
            row.showLock(say(QT_TRANSLATE_NOOP("Lockdown", "Within bounds set by %1"))
                             .arg(toQString(lockdown->issuer)),
                         boundText(*bound),
                         FormRow::Locked::Partly);
        }
    }
}

void showLockdown(Banner& banner, const std::optional<api::LockdownStatus>& lockdown)
{
    if (!lockdown || (lockdown->released && lockdown->problem.empty())) {
        banner.hide();
        return;
    }
    if (!lockdown->problem.empty()) {
        banner.showMessage(
            Tone::Bad,
            say(QT_TRANSLATE_NOOP("Lockdown",
                                  "Every call is refused: the policy of this installation is not "
                                  "right")),
            toQString(lockdown->problem));
        return;
    }
    banner.showMessage(Tone::Info,
                       say(QT_TRANSLATE_NOOP("Lockdown", "Locked down by %1, version %2"))
                           .arg(toQString(lockdown->issuer))
                           .arg(lockdown->version),
                       say(QT_TRANSLATE_NOOP("Lockdown",
                                             "What this policy has fixed cannot be changed "
                                             "here.")));
}

} // namespace portcullis::ui
