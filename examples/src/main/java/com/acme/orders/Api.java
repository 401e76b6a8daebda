package com.acme.orders;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.sql.SQLException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** The service over HTTP; every request is one span, named by method and path. */
final class Api extends Handler.Abstract {
  private final Tracer tracer;
  private final Inventory inventory;
  private final CustomerAccounts accounts;
  private final AuditTrail audit;

  Api(Tracer tracer, Inventory inventory, CustomerAccounts accounts, AuditTrail audit) {
    this.tracer = tracer;
    this.inventory = inventory;
    this.accounts = accounts;
    this.audit = audit;
  }

  @Override
  @SuppressWarnings("try") // the scope is there to be closed
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String route = request.getMethod() + " " + Request.getPathInContext(request);
    Span span = tracer.spanBuilder(route).setSpanKind(SpanKind.SERVER).startSpan();
    String answer;
    try (Scope scope = span.makeCurrent()) {
      answer = answer(route, Request.extractQueryParameters(request));
    } catch (SQLException | RuntimeException e) {
      span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      span.end();
    }
    if (answer == null) {
      return false;
    }
    response.setStatus(answer.equals("sold out") ? HttpStatus.CONFLICT_409 : HttpStatus.OK_200);
    Content.Sink.write(response, true, answer + "\n", callback);
    return true;
  }

  private String answer(String route, Fields query) throws SQLException {
    switch (route) {
      case "POST /orders":
        return order(number(query, "sku"), number(query, "quantity"));
      case "GET /stock":
        return Long.toString(inventory.quantity(number(query, "sku")));
      case "POST /credit-to-points":
        accounts.creditToPoints(number(query, "amount"));
        return "done";
      case "POST /points-to-credit":
        accounts.pointsToCredit(number(query, "amount"));
        return "done";
      default:
        return null;
    }
  }

  private String order(int sku, int quantity) throws SQLException {
    if (!inventory.reserve(sku, quantity)) {
      return "sold out";
    }
    audit.ordered(sku, quantity);
    return "ordered";
  }

  private static int number(Fields query, String name) {
    return Integer.parseInt(query.getValue(name));
  }
}
