#include "ui/keys/wider_rights.h"

#include "gateway/api/explanation.h"
#include "ui/gateway_bridge.h"
#include "ui/keys/rule_words.h"
#include "ui/widgets/confirm.h"

#include <QCoreApplication>
#include <QWidget>

#include <memory>
#include <utility>

namespace portcullis::ui {

namespace {

constexpr qsizetype kShownKeys = 8;

QString say(const char* text, int count = -1)
{
    return QCoreApplication::translate("WiderRights", text, nullptr, count);
}

// A configuration before and after, and the tools as they come in.
struct Comparison
{
    api::GatewayConfig before;
    api::GatewayConfig after;
    api::ToolsOfServers tools;
    std::size_t asked = 0;
    std::function<void(const QStringList&)> told;
};

void finish(const api::PolicyAdvisor& advisor, const Comparison& all)
{
    const api::EffectiveDifference difference =
        advisor.difference(all.before, all.after, all.tools);
    if (!difference.widens()) {
        all.told({});
        return;
    }
    QStringList sentences = differenceTexts(difference);
    if (const qsizetype more = sentences.size() - kShownKeys; more > 0) {
        sentences.resize(kShownKeys);
        sentences.push_back(
            say(QT_TRANSLATE_N_NOOP("WiderRights", "%n more key(s) change as well."),
                static_cast<int>(more)));
    }
    all.told(sentences);
}

} // namespace

void findWiderRights(GatewayBridge& bridge,
                     QObject* context,
                     const api::ConfigChange& change,
                     std::function<void(const QStringList&)> told)
{
    const api::PolicyAdvisor* advisor = bridge.advisor();
    auto after = api::applyChange(bridge.config(), change);
    if (advisor == nullptr || !after) {
        told({}); // what is wrong with it, the answer to the change says
        return;
    }
    const auto all = std::make_shared<Comparison>();
    all->before = bridge.config();
    all->after = std::move(*after);
    all->told = std::move(told);
    for (const api::ServerConfig& server : all->before.servers) {
        all->asked += server.enabled ? 1 : 0;
    }
    if (all->asked == 0) {
        finish(*advisor, *all);
        return;
    }
    for (const api::ServerConfig& server : all->before.servers) {
        if (!server.enabled) {
            continue;
        }
        bridge.serverTools(
            server.id,
            context,
            [all, advisor, id = server.id](Result<std::vector<api::ToolInfo>> tools) {
                if (tools) {
                    all->tools[id] = std::move(*tools);
                }
                if (--all->asked == 0) {
                    finish(*advisor, *all);
                }
            });
    }
}

void confirmWider(QWidget* parent,
                  GatewayBridge& bridge,
                  const api::ConfigChange& change,
                  std::function<void()> save,
                  std::function<void()> decided)
{
    auto told = [parent, save = std::move(save), decided = std::move(decided)](
                    const QStringList& sentences) {
        if (decided) {
            decided();
        }
        if (sentences.isEmpty()) {
            save();
            return;
        }
        confirm(parent,
                {say(QT_TRANSLATE_NOOP("WiderRights", "Save these wider rights?")),
                 sentences.join(QLatin1Char('\n')),
                 say(QT_TRANSLATE_NOOP("WiderRights", "Save")),
                 Weight::Harmless},
                save);
    };
    findWiderRights(bridge, parent, change, std::move(told));
}

} // namespace portcullis::ui
