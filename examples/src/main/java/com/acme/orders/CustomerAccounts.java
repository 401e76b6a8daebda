package com.acme.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/** A customer's credit and bonus points, and the two ways between them. */
final class CustomerAccounts {
  private final ReentrantLock creditLock = new ReentrantLock();
  private final ReentrantLock pointsLock = new ReentrantLock();
  private final Database database;

  CustomerAccounts(Database database) {
    this.database = database;
  }

  /** Buys points: takes credit first. */
  void creditToPoints(int amount) throws SQLException {
    creditLock.lock();
    try {
      book("credit", -amount);
      pointsLock.lock();
      try {
        book("points", amount);
      } finally {
        pointsLock.unlock();
      }
    } finally {
      creditLock.unlock();
    }
  }

  /** Redeems points: takes points first, and so the locks in the other order. */
  void pointsToCredit(int amount) throws SQLException {
    pointsLock.lock();
    try {
      book("points", -amount);
      creditLock.lock();
      try {
        book("credit", amount);
      } finally {
        creditLock.unlock();
      }
    } finally {
      pointsLock.unlock();
    }
  }

  private void book(String account, int amount) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement update =
            connection.prepareStatement(
                "update account set balance = balance + ? where name = ?")) {
      update.setInt(1, amount);
      update.setString(2, account);
      update.executeUpdate();
    }
  }
}
