"""Addresses of the staff pages."""

from django.urls import path

from beforehand.web.desk.views import (
    campaigns,
    cases,
    claims,
    flows,
    home,
    own_view,
    people,
    proof,
    receipts,
    routes,
    takes,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("look.css", home.look, name="look"),
    path("cases/", cases.listing, name="cases"),
    path("cases/give/", cases.give, name="give"),
    path("cases/<str:submission_id>/receipt.txt", receipts.receipt, name="receipt"),
    path("cases/<str:submission_id>/recall/", cases.recall, name="recall"),
    path("routes/", routes.listing, name="routes"),
    path("routes/<str:route>/", routes.page, name="route"),
    path("routes/<str:route>/brief.pdf", routes.brief, name="brief"),
    path("claims/", claims.listing, name="claims"),
    path("claims/pin/", claims.pin, name="claim_pin"),
    path("claims/<str:claim_id>/use/", claims.use, name="claim_use"),
    path("claims/<str:claim_id>/retire/", claims.retire, name="claim_retire"),
    path("routes/<str:route>/places/", flows.page, name="flows"),
    path("routes/<str:route>/places/flows.<str:kind>", flows.take, name="take_flows"),
    path("routes/<str:route>/take/<str:what>.<str:kind>", takes.take, name="take"),
    path("your-view/", own_view.page, name="own_view"),
    path("campaigns/", campaigns.listing, name="campaigns"),
    path("campaigns/plan/", campaigns.plan, name="plan"),
    path("campaigns/<str:plan_id>/", campaigns.page, name="campaign"),
    path("campaigns/<str:plan_id>/<str:kind>.csv", campaigns.export, name="export"),
    path("proof/", proof.listing, name="proofs"),
    path("proof/<str:plan_id>/", proof.page, name="proof"),
    path("proof/<str:plan_id>/release/", proof.let_out, name="release"),
    path("proof/<str:plan_id>/impact.pdf", proof.report, name="impact"),
    path("people/", people.listing, name="people"),
    path("people/new/", people.create, name="person_new"),
    path("people/<uuid:person_id>/", people.change, name="person"),
]
