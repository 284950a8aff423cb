#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <QAbstractItemModel>

#include <vector>

namespace portcullis::ui {

class GatewayBridge;

// An allow-list as a tree: servers, below each "All tools, including future ones" and its tools,
// all to be checked. A server's own check stands for its tools of today. Tools on the list that the
// server does not offer now stay visible and checked. Takes plain rules only (isPlain()). Asks the
// bridge for the servers' tools. Owner: AllowListEditor. GUI thread.
class AllowListModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Description,
        ColumnCount
    };

    static constexpr int kSearchRole = Qt::UserRole + 1; // all words of a row

    // With `only`, of this server alone.
    explicit AllowListModel(GatewayBridge& bridge, QObject* parent = nullptr, ServerId only = {});

    void setRules(const std::vector<api::AllowRule>& rules);
    // What is checked, in the order of the tree. A server with the line for all its tools has that
    // line alone.
    [[nodiscard]] std::vector<api::AllowRule> rules() const;

    // The tools of all servers, as far as they are known.
    [[nodiscard]] api::ToolsOfServers tools() const;

    [[nodiscard]] QModelIndex
    index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void rulesChanged(); // by the person, not by setRules()

private:
    struct Tool
    {
        api::ToolInfo info;
        bool allowed = false;
        bool offered = true;
    };

    struct Server
    {
        ServerId id;
        QString label;
        QString note; // why its tools are not known
        bool everything = false;
        std::vector<Tool> tools;
    };

    void rebuild();
    [[nodiscard]] std::vector<api::ServerConfig> shownServers() const;
    void fetchTools(const ServerId& id);
    void showTools(const ServerId& id, const std::vector<api::ToolInfo>& tools);
    void showNote(const ServerId& id, const QString& note);
    [[nodiscard]] int rowOf(const ServerId& id) const;
    [[nodiscard]] const Server& serverOf(const QModelIndex& index) const;
    // Null for a server and for the line of all tools.
    [[nodiscard]] const Tool* toolOf(const QModelIndex& index) const;
    [[nodiscard]] static Qt::CheckState serverCheck(const Server& server);
    [[nodiscard]] Qt::CheckState checkState(const QModelIndex& index) const;
    [[nodiscard]] QString text(const QModelIndex& index) const;
    [[nodiscard]] QString toolTip(const QModelIndex& index) const;
    void setServerChecked(Server& server, bool checked);
    void announce(int serverRow);

    GatewayBridge& m_bridge;
    const ServerId m_only;
    std::vector<Server> m_servers;
    std::vector<api::AllowRule> m_unplaced; // rules of servers that have not arrived yet
};

} // namespace portcullis::ui
